{{- /* The ports in an address (or several, with commas) as JSON; the default where there is none. Takes (address, default). */ -}}
{{- define "argosy.portsOf" -}}
{{- $ports := list -}}
{{- range splitList "," (index . 0) -}}
{{- $port := regexFind ":[0-9]+/?$" . | trimPrefix ":" | trimSuffix "/" -}}
{{- if $port -}}{{- $ports = append $ports (int $port) -}}
{{- else if hasPrefix "https://" . -}}{{- $ports = append $ports 443 -}}
{{- else if hasPrefix "http://" . -}}{{- $ports = append $ports 80 -}}
{{- end -}}
{{- end -}}
{{- if not $ports -}}{{- $ports = list (index . 1) -}}{{- end -}}
{{ $ports | uniq | toJson }}
{{- end -}}

{{- /* One egress rule. Takes (peers, ports); no peers: any address. */ -}}
{{- define "argosy.to" -}}
- ports:
    {{- range index . 1 }}
    - {protocol: TCP, port: {{ int . }}}
    {{- end }}
  {{- with index . 0 }}
  to:
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end -}}

{{- define "argosy.toDns" -}}
- ports: [{protocol: UDP, port: 53}, {protocol: TCP, port: 53}]
  {{- with .Values.networkPolicy.dns }}
  to:
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end -}}

{{- define "argosy.toKafka" -}}
{{- $named := .Values.networkPolicy.kafka.ports | default list -}}
{{- $ports := include "argosy.portsOf" (list .Values.kafka.bootstrap 9092) | fromJsonArray -}}
{{- include "argosy.to" (list .Values.networkPolicy.kafka.to (concat $ports $named | uniq)) -}}
{{- end -}}

{{- define "argosy.toMongodb" -}}
{{- include "argosy.to" (list .Values.networkPolicy.mongodb.to .Values.networkPolicy.mongodb.ports) -}}
{{- end -}}

{{- define "argosy.toTier" -}}
{{- $ports := include "argosy.portsOf" (list .Values.tier.address 8001) | fromJsonArray -}}
{{- include "argosy.to" (list .Values.networkPolicy.tier.to $ports) -}}
{{- end -}}

{{- /* Nothing where nothing is sent. */ -}}
{{- define "argosy.toCollector" -}}
{{- with .Values.telemetry.otlpEndpoint -}}
{{- $ports := include "argosy.portsOf" (list . 4317) | fromJsonArray -}}
{{- include "argosy.to" (list $.Values.networkPolicy.collector.to $ports) -}}
{{- end -}}
{{- end -}}

{{- /* Nothing where blobs lie in a folder. */ -}}
{{- define "argosy.toBlobs" -}}
{{- if hasPrefix "s3:" .Values.blobs.url -}}
{{- $ports := include "argosy.portsOf" (list .Values.blobs.s3.endpoint 443) | fromJsonArray -}}
{{- include "argosy.to" (list .Values.networkPolicy.blobs.to $ports) -}}
{{- end -}}
{{- end -}}

{{- /* The open internet and nothing private; the services look again, address by address (docs/decisions/0053). Takes (root, allowed addresses). */ -}}
{{- define "argosy.toOutside" -}}
{{- $ports := list 443 80 -}}
{{- range index . 1 -}}
{{- with regexFind ":[0-9]+(/|$)" . -}}{{- $ports = append $ports (trimPrefix ":" . | trimSuffix "/" | int) -}}{{- end -}}
{{- end -}}
- ports:
    {{- range $ports | uniq }}
    - {protocol: TCP, port: {{ . }}}
    {{- end }}
  to:
    - ipBlock:
        cidr: 0.0.0.0/0
        except:
          {{- range concat (list "0.0.0.0/8" "10.0.0.0/8" "100.64.0.0/10" "127.0.0.0/8" "169.254.0.0/16" "172.16.0.0/12" "192.0.0.0/24" "192.168.0.0/16" "198.18.0.0/15" "224.0.0.0/3") ((index . 0).Values.networkPolicy.outsideExcept | default list) | uniq }}
          {{- if not (contains ":" .) }}
          - {{ . }}
          {{- end }}
          {{- end }}
    - ipBlock:
        cidr: 2000::/3
        except:
          {{- range concat (list "2001::/23" "2001:db8::/32" "2002::/16" "3fff::/20") ((index . 0).Values.networkPolicy.outsideExcept | default list) | uniq }}
          {{- if contains ":" . }}
          - {{ . | quote }}
          {{- end }}
          {{- end }}
{{- end -}}
