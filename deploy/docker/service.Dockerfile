# One of Argosy's services:
#
#   docker build -f deploy/docker/service.Dockerfile --build-arg SERVICE=listing-localizer -t argosy/listing-localizer:0.1.0 .
#
# The toolbox (the `argosy` command) is one more: --build-arg SERVICE=toolbox --build-arg PACKAGE=deploy/local.
# BASE is Debian 12, whose Python runs it; give it by digest (debian@sha256:...) where builds have to be the same.
ARG BASE=debian:bookworm-slim

# --- Python and the user: the layer that all services share.
FROM ${BASE} AS python
# hadolint ignore=DL3008  # Debian's stable release: its fixes are wanted, its versions do not move
RUN apt-get update \
 && apt-get install -y --no-install-recommends ca-certificates python3 \
 && rm -rf /var/lib/apt/lists/* /var/cache/* /var/log/* \
 && groupadd --gid 10001 argosy \
 && useradd --uid 10001 --gid 10001 --home-dir /tmp --no-create-home --shell /usr/sbin/nologin argosy

# --- What this service needs, read from its pyproject.toml and the lock.
FROM python AS contents
ARG SERVICE
WORKDIR /src
COPY . .
ARG PACKAGE=services/${SERVICE}
RUN python3 deploy/docker/contents.py --lock main --to /contents "${PACKAGE}"

# --- Debian's part of it: shared libraries and fonts.
FROM python AS system
COPY --from=contents /contents/debian.txt /contents/dpkg.cfg /tmp/
# hadolint ignore=DL3008,SC2046  # the list is words
RUN if [ -s /tmp/debian.txt ]; then \
        cp /tmp/dpkg.cfg /etc/dpkg/dpkg.cfg.d/argosy \
     && apt-get update \
     && apt-get install -y --no-install-recommends $(cat /tmp/debian.txt) \
     && rm -rf /var/lib/apt/lists/* /var/cache/* /var/log/*; \
    fi \
 && rm /tmp/debian.txt /tmp/dpkg.cfg

# --- uv, a compiler for what comes as source, what writes the bill of materials. Nothing of this stage is in the image.
FROM python AS tools
COPY requirements/images.lock /tools/
# hadolint ignore=DL3008,DL3009  # the stage is thrown away
RUN --mount=type=cache,target=/root/.cache \
    apt-get update \
 && apt-get install -y --no-install-recommends g++ python3-dev python3-venv \
 && python3 -m venv /tools/venv \
 && /tools/venv/bin/pip install --require-hashes --requirement /tools/images.lock

# --- The environment: the lock's packages by their hashes, then our own.
FROM tools AS build
# Certificates are the base image's, so that one with a site's own authority works.
ENV PATH=/tools/venv/bin:$PATH UV_SYSTEM_CERTS=1 UV_LINK_MODE=copy VIRTUAL_ENV=/opt/argosy
RUN uv venv --python /usr/bin/python3 /opt/argosy
COPY --from=contents /contents/requirements.txt /contents/
RUN --mount=type=cache,target=/root/.cache \
    uv pip install --require-hashes --build-constraints /tools/images.lock --compile-bytecode \
        --requirement /contents/requirements.txt
COPY --from=contents /contents /contents
COPY --from=contents /src /src
WORKDIR /src
RUN --mount=type=cache,target=/root/.cache \
    xargs --arg-file=/contents/packages.txt \
        uv pip install --no-deps --build-constraints /tools/images.lock --compile-bytecode \
 && install --mode 755 /contents/entry /opt/argosy/bin/service
COPY --from=system /var/lib/dpkg/status /contents/dpkg-status
ARG SERVICE
ARG VERSION=0.1.0
RUN python deploy/docker/bom.py --environment /opt/argosy --dpkg-status /contents/dpkg-status \
        --name "argosy/${SERVICE}" --version "${VERSION}" --to /opt/argosy/sbom.cdx.json \
 && cp LICENSE /opt/argosy/

# --- The image.
FROM system
ARG SERVICE
ARG BASE
ARG VERSION=0.1.0
ARG REVISION=""
ARG CREATED=""
LABEL org.opencontainers.image.title="argosy/${SERVICE}" \
      org.opencontainers.image.description="The service ${SERVICE} of Argosy, the AI crew of a cross-border shop" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.created="${CREATED}" \
      org.opencontainers.image.source="https://github.com/argosy/argosy" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.base.name="${BASE}"
COPY --from=build /opt/argosy /opt/argosy
# The root file system may be read-only: only /tmp is written. OpenBLAS would take a thread for every core of the node.
ENV PATH=/opt/argosy/bin:$PATH \
    HOME=/tmp \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    OPENBLAS_NUM_THREADS=1 \
    ARGOSY_HTTP_HOST=0.0.0.0 \
    ARGOSY_HTTP_PORT=8080
WORKDIR /opt/argosy
USER 10001:10001
EXPOSE 8080
# Whether it is well is asked by Kubernetes at /livez and /readyz; there is no HEALTHCHECK.
ENTRYPOINT ["service"]
