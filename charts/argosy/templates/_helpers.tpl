{{- define "argosy.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 40 | trimSuffix "-" -}}
{{- else if contains .Chart.Name .Release.Name -}}
{{- .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name .Chart.Name | trunc 40 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- /* Labels that never change: selectors are immutable. Takes (root, component). */ -}}
{{- define "argosy.selector" -}}
app.kubernetes.io/name: argosy
app.kubernetes.io/instance: {{ (index . 0).Release.Name }}
app.kubernetes.io/component: {{ index . 1 }}
{{- end -}}

{{- define "argosy.labels" -}}
{{ include "argosy.selector" . }}
app.kubernetes.io/version: {{ include "argosy.tag" . | replace ":" "_" | trunc 63 | trimAll "-_." | quote }}
app.kubernetes.io/part-of: argosy
app.kubernetes.io/managed-by: {{ (index . 0).Release.Service }}
helm.sh/chart: {{ printf "%s-%s" (index . 0).Chart.Name (index . 0).Chart.Version | replace "+" "_" }}
{{- end -}}

{{- /* Of pods: without the chart's version, so that a new chart alone starts no pod anew. Takes (root, component). */ -}}
{{- define "argosy.podLabels" -}}
{{- $own := dict "app.kubernetes.io/part-of" "argosy" -}}
{{- $selector := include "argosy.selector" . | fromYaml -}}
{{ mergeOverwrite (deepCopy (index . 0).Values.podLabels) $own $selector | toYaml }}
{{- end -}}

{{- /* Tag or digest of an image: the component's own, else the chart's. Takes (root, component). */ -}}
{{- define "argosy.tag" -}}
{{- $v := (index . 0).Values -}}
{{- $component := index . 1 -}}
{{- $own := "" -}}
{{- if eq $component "toolbox" -}}{{- $own = $v.toolbox.tag -}}
{{- else if hasKey $v.services $component -}}{{- $own = (index $v.services $component).tag | default $v.defaults.tag -}}
{{- end -}}
{{- $own | default $v.image.tag | default (index . 0).Chart.AppVersion -}}
{{- end -}}

{{- /* Takes (root, service or toolbox). */ -}}
{{- define "argosy.image" -}}
{{- $image := (index . 0).Values.image -}}
{{- $tag := include "argosy.tag" . -}}
{{- $name := printf "%s/%s" $image.repository (index . 1) | trimPrefix "/" -}}
{{- if $image.registry -}}{{- $name = printf "%s/%s" (trimSuffix "/" $image.registry) $name -}}{{- end -}}
{{- if contains ":" $tag -}}{{ printf "%s@%s" $name $tag }}{{- else -}}{{ printf "%s:%s" $name $tag }}{{- end -}}
{{- end -}}

{{- define "argosy.registry" -}}
{{ .Files.Get "files/registry.yaml" }}
{{- end -}}

{{- /* The services that are on: name -> what is known of it, and its values over the defaults. As YAML. */ -}}
{{- define "argosy.services" -}}
{{- $registry := include "argosy.registry" . | fromYaml -}}
{{- $found := dict -}}
{{- range $name, $known := $registry.services -}}
{{- $own := index $.Values.services $name | default dict -}}
{{- $values := mergeOverwrite (deepCopy $.Values.defaults) (deepCopy $own) -}}
{{- if $values.enabled -}}
{{- $_ := set $found $name (dict "known" $known "values" $values) -}}
{{- end -}}
{{- end -}}
{{- if not $found -}}{{- fail "no service is enabled: set services.<name>.enabled" -}}{{- end -}}
{{ toYaml $found }}
{{- end -}}

{{- /* A setting as text: numbers without an exponent, lists and mappings as JSON. */ -}}
{{- define "argosy.text" -}}
{{- if or (kindIs "map" .) (kindIs "slice" .) -}}{{ toJson . }}
{{- else if and (kindIs "float64" .) (eq (floor .) .) -}}{{ int64 . }}
{{- else -}}{{ toString . }}
{{- end -}}
{{- end -}}

{{- define "argosy.securityContext" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: {drop: [ALL]}
{{- end -}}

{{- /* What every pod of the chart has. Takes (root, service whose account it runs as, or ""). */ -}}
{{- define "argosy.pod" -}}
{{- $root := index . 0 -}}
{{- with $root.Values.image.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
automountServiceAccountToken: false
enableServiceLinks: false
securityContext:
  {{- toYaml $root.Values.podSecurityContext | nindent 2 }}
{{- with $root.Values.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- with $root.Values.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $root.Values.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $root.Values.affinity }}
affinity:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}
