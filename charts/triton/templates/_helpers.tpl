{{/* Name of the objects: `<release>-triton`, or the release's own name if it says triton already. */}}
{{- define "triton.name" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 40 | trimSuffix "-" -}}
{{- else if contains "triton" .Release.Name -}}
{{- .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-triton" (.Release.Name | trunc 33 | trimSuffix "-") -}}
{{- end -}}
{{- end }}

{{- define "triton.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | quote }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
app.kubernetes.io/part-of: argosy-tier
{{ include "triton.selector" . }}
{{- end }}

{{/* Of pods: without the chart's version, so that a new chart alone begins no pod anew. */}}
{{- define "triton.podLabels" -}}
app.kubernetes.io/part-of: argosy-tier
{{ include "triton.selector" . }}
{{- end }}

{{/* Never changes between versions: a Deployment's selector is immutable. */}}
{{- define "triton.selector" -}}
app.kubernetes.io/name: triton
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{/* `registry/repository:tag`, or `@` and a digest; arguments: chart's image, pool's image, appVersion. */}}
{{- define "triton.image" -}}
{{- $registry := .pool.registry | default .image.registry -}}
{{- $repository := .pool.repository | default .image.repository -}}
{{- $tag := .pool.tag | default .image.tag | default .version -}}
{{- if $registry }}{{ $registry }}/{{ end }}{{ $repository }}{{ ternary "@" ":" (hasPrefix "sha256:" $tag) }}{{ $tag }}
{{- end }}

{{/* The pools with `defaults` below them, as JSON {"pools": [...]}; what contradicts itself fails here, by name. */}}
{{- define "triton.pools" -}}
{{- include "triton.nothingIsNull" . -}}
{{- $files := .Files.Get "files/profiles.yaml" | fromYaml -}}
{{- $built := $files.profiles -}}
{{- $pools := list -}}
{{- $names := list -}}
{{- range .Values.pools -}}
  {{- $pool := mergeOverwrite (deepCopy $.Values.defaults) . -}}
  {{- $where := printf "pool %q" $pool.name -}}
  {{- if has $pool.name $names }}{{ fail (printf "%s: two pools of that name" $where) }}{{ end -}}
  {{- $names = append $names $pool.name -}}
  {{- $own := get $.Values.profiles $pool.profile -}}
  {{- $serves := list -}}
  {{- $torch := list -}}
  {{- $hub := list -}}
  {{- if $own }}{{ $serves = keys $own.models | sortAlpha }}
    {{- range $model, $said := $own.models -}}
      {{- if contains ".scale_" $said.engine }}{{ $torch = append $torch $model }}{{ end -}}
      {{- if $said.weights }}{{ if not (or (hasPrefix "/" $said.weights) (hasPrefix "package:" $said.weights)) }}{{ $hub = append $hub $model }}{{ end }}{{ end -}}
    {{- end -}}
  {{- else if hasKey $built $pool.profile -}}
    {{- $serves = get $built $pool.profile }}{{ $torch = get $files.torch $pool.profile }}{{ $hub = get $files.hub $pool.profile -}}
  {{- else }}{{ fail (printf "%s: no profile %q; there are %s and what `profiles` has" $where $pool.profile (keys $built | sortAlpha | join ", ")) }}
  {{- end -}}
  {{- if $pool.vllm.enabled -}}
    {{- if ne $.Values.repository.from "image" }}{{ fail (printf "%s: vllm.enabled goes with repository.from: image" $where) }}{{ end -}}
    {{- if not $pool.image.repository }}{{ fail (printf "%s: vllm.enabled needs image.repository of a Triton with the vLLM backend" $where) }}{{ end -}}
    {{- if not $pool.gpus }}{{ fail (printf "%s: vllm.enabled needs gpus" $where) }}{{ end -}}
    {{- if and $pool.models (ne (join "," $pool.models) "text_generator") }}{{ fail (printf "%s: with vllm.enabled it serves text_generator alone" $where) }}{{ end -}}
    {{- $_ := set $pool "models" (list "text_generator") -}}
    {{- $_ := set $pool "torch" list -}}
    {{- $_ := set $pool "hub" list -}}
  {{- else if $pool.models -}}
    {{- range $pool.models -}}
      {{- if not (has . $serves) }}{{ fail (printf "%s: profile %q does not serve %s; it serves %s" $where $pool.profile . (join ", " $serves)) }}{{ end -}}
    {{- end -}}
  {{- else -}}
    {{- $_ := set $pool "models" $serves -}}
  {{- end -}}
  {{- if not $pool.vllm.enabled -}}
    {{- /* Of the models that this pool serves: those that need the image with torch, and those whose weights a hub has. */ -}}
    {{- range $what, $which := dict "torch" $torch "hub" $hub -}}
      {{- $found := list -}}
      {{- range $which }}{{ if has . $pool.models }}{{ $found = append $found . }}{{ end }}{{ end -}}
      {{- $_ := set $pool $what $found -}}
    {{- end -}}
  {{- end -}}
  {{- $volumes := list "tmp" "shm" "models" "weights" "profiles" -}}
  {{- range $pool.extraVolumes }}{{ $volumes = append $volumes .name }}{{ end -}}
  {{- range $pool.extraVolumeMounts -}}
    {{- if not (has .name $volumes) }}{{ fail (printf "%s: extraVolumeMounts names %s, which is none of extraVolumes" $where .name) }}{{ end -}}
  {{- end -}}
  {{- with $pool.autoscaling }}{{ if lt (int .maxReplicas) (int .minReplicas) }}{{ fail (printf "%s: autoscaling.maxReplicas is %d, below minReplicas, which is %d" $where (int .maxReplicas) (int .minReplicas)) }}{{ end }}{{ end -}}
  {{- range $model, $count := $pool.instances -}}
    {{- if not (has $model $pool.models) }}{{ fail (printf "%s: instances names %s, which it does not serve" $where $model) }}{{ end -}}
    {{- if ne $.Values.repository.from "image" }}{{ fail (printf "%s: instances go with repository.from: image; elsewhere write instance_group into config.pbtxt" $where) }}{{ end -}}
  {{- end -}}
  {{- $pools = append $pools $pool -}}
{{- end -}}
{{- dict "pools" $pools | toJson -}}
{{- end }}

{{/* Every model that any pool serves, as JSON {"models": [...]}. */}}
{{- define "triton.models" -}}
{{- $models := list -}}
{{- range (include "triton.pools" . | fromJson).pools }}{{ $models = concat $models .models }}{{ end -}}
{{- dict "models" ($models | uniq | sortAlpha) | toJson -}}
{{- end }}

{{/* Whether any pool serves every model that there is: then one name is enough for all callers. */}}
{{- define "triton.whole" -}}
{{- $all := (include "triton.models" . | fromJson).models -}}
{{- range (include "triton.pools" . | fromJson).pools -}}
{{- if eq (len .models) (len $all) }}yes{{ end -}}
{{- end -}}
{{- end }}

{{- define "triton.container" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: {drop: [ALL]}
{{- end }}

{{/* Waiting over computing of a pool's busiest model; argument: selector of the series, window, leastLoad. */}}
{{- define "triton.ratio" -}}
{{- $rate := printf "rate(%%s{%s}[%s])" .series .window -}}
{{- $queue := printf $rate "nv_inference_queue_duration_us" -}}
{{- $compute := printf $rate "nv_inference_compute_infer_duration_us" -}}
{{- $least := mulf .least 1000000 -}}
max(sum by (model) ({{ $queue }}) / (sum by (model) ({{ $compute }}) > {{ $least }}))
{{- end }}

{{/* Port of the S3 address: what it names, else 443, or 80 after http://. */}}
{{- define "triton.s3port" -}}
{{- $url := .Values.repository.s3.url | trimPrefix "s3://" -}}
{{- $host := regexReplaceAll "^https?://" $url "" | splitList "/" | first -}}
{{- if regexMatch ":[0-9]+$" $host }}{{ regexFind "[0-9]+$" $host }}
{{- else if hasPrefix "http://" $url }}80
{{- else }}443{{ end -}}
{{- end }}

{{/* A key with nothing behind it is taken away by helm: it is named here, before a template looks into it. */}}
{{- define "triton.nothingIsNull" -}}
{{- range $path, $none := .Files.Get "files/collections.yaml" | fromYaml -}}
{{- $inner := $.Values -}}
{{- range splitList "." $path -}}{{- $inner = index ($inner | default dict) . -}}{{- end -}}
{{- if kindIs "invalid" $inner -}}{{- fail (printf "%s is null: leave it out, or say %s" $path $none) -}}{{- end -}}
{{- end -}}
{{- end -}}
