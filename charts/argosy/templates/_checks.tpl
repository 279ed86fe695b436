{{- /* What no schema can say: values that need each other. Fails with the name of the value to set. */ -}}
{{- define "argosy.checks" -}}
{{- $v := .Values -}}
{{- if not $v.kafka.bootstrap -}}{{- fail "kafka.bootstrap is not set: host:port of your broker" -}}{{- end -}}
{{- if not $v.mongodb.existingSecret -}}{{- fail "mongodb.existingSecret is not set: the secret with the URI of your document store under mongodb.uriKey" -}}{{- end -}}
{{- if not $v.blobs.url -}}{{- fail "blobs.url is not set: s3://bucket/prefix, or file:///folder on blobs.claim.existing" -}}{{- end -}}
{{- if not $v.tier.address -}}{{- fail "tier.address is not set: host:port of the tier's gRPC, such as argosy-triton:8001" -}}{{- end -}}
{{- if and (hasPrefix "SASL" $v.kafka.security) (not $v.kafka.sasl.existingSecret) -}}
{{- fail (printf "kafka.sasl.existingSecret is not set: kafka.security is %s" $v.kafka.security) -}}
{{- end -}}
{{- if and (or $v.kafka.ca.existingSecret $v.kafka.client.existingSecret) (not (contains "SSL" $v.kafka.security)) -}}
{{- fail (printf "kafka.ca and kafka.client are for TLS: kafka.security is %s" $v.kafka.security) -}}
{{- end -}}
{{- if hasPrefix "file:" $v.blobs.url -}}
{{- if not $v.blobs.claim.existing -}}{{- fail "blobs.claim.existing is not set: blobs.url is a folder" -}}{{- end -}}
{{- if not (hasPrefix (printf "file://%s" $v.blobs.claim.mountPath) $v.blobs.url) -}}
{{- fail (printf "blobs.url is not below blobs.claim.mountPath (file://%s): blobs would go with the pod" $v.blobs.claim.mountPath) -}}
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
