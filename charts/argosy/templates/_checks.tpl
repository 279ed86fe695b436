{{- /* A key with nothing behind it is taken away by helm: it is named here, before a template looks into it. */ -}}
{{- define "argosy.nothingIsNull" -}}
{{- range $path, $none := .Files.Get "files/collections.yaml" | fromYaml -}}
{{- $inner := $.Values -}}
{{- range splitList "." $path -}}{{- $inner = index ($inner | default dict) . -}}{{- end -}}
{{- if kindIs "invalid" $inner -}}{{- fail (printf "%s is null: leave it out, or say %s" $path $none) -}}{{- end -}}
{{- end -}}
{{- end -}}

{{- /* What no schema can say: values that need each other. Fails with the name of the value to set. */ -}}
{{- define "argosy.checks" -}}
{{- include "argosy.nothingIsNull" . -}}
{{- $v := .Values -}}
{{- if not $v.kafka.bootstrap -}}{{- fail "kafka.bootstrap is not set: host:port of your broker" -}}{{- end -}}
{{- if not $v.mongodb.existingSecret -}}{{- fail "mongodb.existingSecret is not set: the secret with the URI of your document store under mongodb.uriKey" -}}{{- end -}}
{{- if not $v.blobs.url -}}{{- fail "blobs.url is not set: s3://bucket/prefix, or file:///folder on blobs.claim.existing" -}}{{- end -}}
{{- if not $v.tier.address -}}{{- fail "tier.address is not set: host:port of the tier's gRPC, such as argosy-triton:8001" -}}{{- end -}}
{{- if and (hasPrefix "SASL" $v.kafka.security) (not $v.kafka.sasl.existingSecret) -}}
{{- fail (printf "kafka.sasl.existingSecret is not set: kafka.security is %s" $v.kafka.security) -}}
{{- end -}}
{{- if and (not (hasPrefix "SASL" $v.kafka.security)) $v.kafka.sasl.existingSecret -}}
{{- fail (printf "kafka.sasl is for SASL_SSL and SASL_PLAINTEXT: kafka.security is %s" $v.kafka.security) -}}
{{- end -}}
{{- if and (or $v.kafka.ca.existingSecret $v.kafka.client.existingSecret) (not (contains "SSL" $v.kafka.security)) -}}
{{- fail (printf "kafka.ca and kafka.client are for TLS: kafka.security is %s" $v.kafka.security) -}}
{{- end -}}
{{- if hasPrefix "file:" $v.blobs.url -}}
{{- if not $v.blobs.claim.existing -}}{{- fail "blobs.claim.existing is not set: blobs.url is a folder" -}}{{- end -}}
{{- if not (hasPrefix (printf "file://%s/" (trimSuffix "/" $v.blobs.claim.mountPath)) (printf "%s/" $v.blobs.url)) -}}
{{- fail (printf "blobs.url is not below blobs.claim.mountPath (file://%s): blobs would go with the pod" $v.blobs.claim.mountPath) -}}
{{- end -}}
{{- if or $v.blobs.s3.existingSecret $v.blobs.s3.endpoint $v.blobs.s3.ca.existingSecret -}}
{{- fail (printf "blobs.s3 is for s3:// addresses: blobs.url is %s" $v.blobs.url) -}}
{{- end -}}
{{- else if $v.blobs.claim.existing -}}
{{- fail (printf "blobs.claim is for file:// addresses: blobs.url is %s" $v.blobs.url) -}}
{{- end -}}
{{- if and $v.blobs.s3.ca.existingSecret (not $v.blobs.s3.endpoint) -}}
{{- fail "blobs.s3.endpoint is not set: blobs.s3.ca is the authority of a store that is not Amazon's" -}}
{{- end -}}
{{- range $name, $service := include "argosy.services" . | fromYaml -}}
{{- with $service.values.autoscaling -}}
{{- if lt (int .maxReplicas) (int .minReplicas) -}}
{{- fail (printf "services.%s.autoscaling.maxReplicas is %d, below minReplicas, which is %d" $name (int .maxReplicas) (int .minReplicas)) -}}
{{- end -}}
{{- end -}}
{{- $volumes := list "tmp" "blobs" "kafka-ca" "kafka-client" "mongodb-ca" "s3-ca" -}}
{{- range $service.values.extraVolumes -}}{{- $volumes = append $volumes .name -}}{{- end -}}
{{- range $service.values.extraVolumeMounts -}}
{{- if not (has .name $volumes) -}}
{{- fail (printf "services.%s.extraVolumeMounts names %s, which is none of extraVolumes" $name .name) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- if and (eq $v.topics.how "strimzi") (not $v.topics.strimzi.cluster) -}}{{- fail "topics.strimzi.cluster is not set: topics.how is strimzi" -}}{{- end -}}
{{- $topics := (include "argosy.registry" . | fromYaml).topics -}}
{{- range $name, $wanted := $v.topics.partitions -}}
{{- if not (hasKey $topics $name) -}}{{- fail (printf "topics.partitions.%s: there is no such topic" $name) -}}{{- end -}}
{{- $least := (first (index $topics $name).makes).partitions -}}
{{- if lt (int $wanted) (int $least) -}}{{- fail (printf "topics.partitions.%s is %d: the registry has %d" $name (int $wanted) (int $least)) -}}{{- end -}}
{{- end -}}
{{- end -}}
