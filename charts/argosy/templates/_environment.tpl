{{- define "argosy.secretVariable" }}
- name: {{ index . 0 }}
  valueFrom: {secretKeyRef: {name: {{ index . 1 | quote }}, key: {{ index . 2 | quote }}}}
{{- end -}}

{{- /* How to reach the broker. Takes root. */ -}}
{{- define "argosy.kafkaEnvironment" -}}
- name: ARGOSY_KAFKA_BOOTSTRAP
  value: {{ .Values.kafka.bootstrap | quote }}
- name: ARGOSY_KAFKA_SECURITY
  value: {{ .Values.kafka.security }}
{{- if hasPrefix "SASL" .Values.kafka.security }}
- name: ARGOSY_KAFKA_MECHANISM
  value: {{ .Values.kafka.mechanism }}
{{- $sasl := .Values.kafka.sasl }}
{{- if $sasl.username }}
- name: ARGOSY_KAFKA_USERNAME
  value: {{ $sasl.username | quote }}
{{- else }}
{{- include "argosy.secretVariable" (list "ARGOSY_KAFKA_USERNAME" $sasl.existingSecret $sasl.usernameKey) }}
{{- end }}
{{- include "argosy.secretVariable" (list "ARGOSY_KAFKA_PASSWORD" $sasl.existingSecret $sasl.passwordKey) }}
{{- end }}
{{- if .Values.kafka.ca.existingSecret }}
- name: ARGOSY_KAFKA_CA_FILE
  value: /etc/argosy/kafka/ca.crt
{{- end }}
{{- if .Values.kafka.client.existingSecret }}
- name: ARGOSY_KAFKA_CERT_FILE
  value: /etc/argosy/kafka-client/tls.crt
- name: ARGOSY_KAFKA_KEY_FILE
  value: /etc/argosy/kafka-client/tls.key
{{- end }}
{{- end -}}

{{- /* Everything one service is told. Takes (root, name, service). */ -}}
{{- define "argosy.environment" -}}
{{- $root := index . 0 -}}
{{- $service := index . 2 -}}
{{- $reads := $service.known.reads -}}
{{- $v := $root.Values -}}
- name: HOME
  value: /tmp
- name: ARGOSY_VERSION
  value: {{ include "argosy.tag" (list $root (index . 1)) | quote }}
- name: ARGOSY_HTTP_HOST
  value: 0.0.0.0
- name: ARGOSY_HTTP_PORT
  value: "8080"
- name: ARGOSY_LOG_LEVEL
  value: {{ $v.telemetry.logLevel }}
- name: ARGOSY_EVENTING_DRAIN_S
  value: {{ include "argosy.text" $service.values.drainSeconds | quote }}
{{- with $v.telemetry.otlpEndpoint }}
- name: OTEL_EXPORTER_OTLP_ENDPOINT
  value: {{ . | quote }}
{{- end }}
{{ include "argosy.kafkaEnvironment" $root }}
{{- include "argosy.secretVariable" (list "ARGOSY_MONGODB_URI" $v.mongodb.existingSecret $v.mongodb.uriKey) }}
{{- if has "ARGOSY_TRITON_URL" $reads }}
- name: ARGOSY_TRITON_URL
  value: {{ $v.tier.address | quote }}
{{- end }}
{{- if has "ARGOSY_BLOB_URL" $reads }}
- name: ARGOSY_BLOB_URL
  value: {{ $v.blobs.url | quote }}
{{- if hasPrefix "s3:" $v.blobs.url }}
{{- with $v.blobs.s3 }}
{{- if .existingSecret }}
{{- include "argosy.secretVariable" (list "AWS_ACCESS_KEY_ID" .existingSecret .accessKeyIdKey) }}
{{- include "argosy.secretVariable" (list "AWS_SECRET_ACCESS_KEY" .existingSecret .secretAccessKeyKey) }}
{{- end }}
{{- if .region }}
- name: AWS_REGION
  value: {{ .region | quote }}
- name: AWS_DEFAULT_REGION
  value: {{ .region | quote }}
{{- end }}
{{- if .endpoint }}
- name: AWS_ENDPOINT_URL_S3
  value: {{ .endpoint | quote }}
{{- end }}
{{- if .ca.existingSecret }}
- name: AWS_CA_BUNDLE
  value: /etc/argosy/s3/ca.crt
{{- end }}
{{- end }}
{{- end }}
{{- end }}
{{- if has "ARGOSY_FETCH_ALLOW" $reads }}
{{- with concat $v.fetchAllow $service.values.fetchAllow | uniq }}
- name: ARGOSY_FETCH_ALLOW
  value: {{ join "," . | quote }}
{{- end }}
{{- end }}
{{- if and (has "ARGOSY_LEDGER_KEYS" $reads) $v.ledger.existingSecret }}
{{- include "argosy.secretVariable" (list "ARGOSY_LEDGER_KEYS" $v.ledger.existingSecret $v.ledger.keysKey) }}
{{- include "argosy.secretVariable" (list "ARGOSY_LEDGER_LOOKUP_KEY" $v.ledger.existingSecret $v.ledger.lookupKeyKey) }}
{{- end }}
{{- $plain := deepCopy ($service.known.environment | default dict) }}
{{- range $name, $value := $v.env }}
{{- if or (not (hasPrefix "ARGOSY_" $name)) (hasPrefix "ARGOSY_EVENTING_" $name) (has $name $reads) }}
{{- $_ := set $plain $name $value }}
{{- end }}
{{- end }}
{{- $plain = mergeOverwrite $plain $service.values.env }}
{{- range $name, $value := $plain }}
{{- if not (hasKey $service.values.secretEnv $name) }}
- name: {{ $name }}
  value: {{ include "argosy.text" $value | quote }}
{{- end }}
{{- end }}
{{- range $name, $from := $service.values.secretEnv }}
{{- include "argosy.secretVariable" (list $name $from.name $from.key) }}
{{- end }}
{{- end -}}

{{- /* Takes (root, whether the service keeps blobs). */ -}}
{{- define "argosy.volumes" -}}
{{- $v := (index . 0).Values -}}
- name: tmp
  emptyDir: {sizeLimit: {{ $v.tmpSize }}}
{{- with $v.kafka.ca }}
{{- if .existingSecret }}
- name: kafka-ca
  secret: {secretName: {{ .existingSecret }}, items: [{key: {{ .key | quote }}, path: ca.crt}]}
{{- end }}
{{- end }}
{{- with $v.kafka.client }}
{{- if .existingSecret }}
- name: kafka-client
  secret:
    secretName: {{ .existingSecret }}
    defaultMode: 0440
    items: [{key: {{ .certKey | quote }}, path: tls.crt}, {key: {{ .privateKey | quote }}, path: tls.key}]
{{- end }}
{{- end }}
{{- with $v.mongodb.ca }}
{{- if .existingSecret }}
- name: mongodb-ca
  secret: {secretName: {{ .existingSecret }}, items: [{key: {{ .key | quote }}, path: ca.crt}]}
{{- end }}
{{- end }}
{{- if and (index . 1) $v.blobs.s3.ca.existingSecret }}
- name: s3-ca
  secret: {secretName: {{ $v.blobs.s3.ca.existingSecret }}, items: [{key: {{ $v.blobs.s3.ca.key | quote }}, path: ca.crt}]}
{{- end }}
{{- if and (index . 1) $v.blobs.claim.existing }}
- name: blobs
  persistentVolumeClaim: {claimName: {{ $v.blobs.claim.existing }}}
{{- end }}
{{- end -}}

{{- define "argosy.volumeMounts" -}}
{{- $v := (index . 0).Values -}}
- {name: tmp, mountPath: /tmp}
{{- if $v.kafka.ca.existingSecret }}
- {name: kafka-ca, mountPath: /etc/argosy/kafka, readOnly: true}
{{- end }}
{{- if $v.kafka.client.existingSecret }}
- {name: kafka-client, mountPath: /etc/argosy/kafka-client, readOnly: true}
{{- end }}
{{- if $v.mongodb.ca.existingSecret }}
- {name: mongodb-ca, mountPath: /etc/argosy/mongodb, readOnly: true}
{{- end }}
{{- if and (index . 1) $v.blobs.s3.ca.existingSecret }}
- {name: s3-ca, mountPath: /etc/argosy/s3, readOnly: true}
{{- end }}
{{- if and (index . 1) $v.blobs.claim.existing }}
- {name: blobs, mountPath: {{ $v.blobs.claim.mountPath }}}
{{- end }}
{{- end -}}
