# The inference tier: Triton as the lock has it, its engines, the model repository, and upkeep:
#
#   docker build -f deploy/docker/tier.Dockerfile -t argosy/tier:0.1.0 .
#   docker build -f deploy/docker/tier.Dockerfile --build-arg KIND=models -t argosy/tier:0.1.0-models .
#
# KIND=tier serves the profile `embedded`; KIND=models has torch as well, for `cpu` and `gpu`. BASE is Debian 12, whose Python the
# engines run in; give it by digest (debian@sha256:...) where builds have to be the same.
ARG BASE=debian:bookworm-slim

# --- Python and the user: the layer that services and tier share.
FROM ${BASE} AS python
# hadolint ignore=DL3008  # Debian's stable release: its fixes are wanted, its versions do not move
RUN apt-get update \
 && apt-get install -y --no-install-recommends ca-certificates python3 \
 && rm -rf /var/lib/apt/lists/* /var/cache/* /var/log/* \
 && groupadd --gid 10001 argosy \
 && useradd --uid 10001 --gid 10001 --home-dir /tmp --no-create-home --shell /usr/sbin/nologin argosy

# --- What the tier needs, read from its packages' pyproject.toml and the lock.
FROM python AS contents
ARG KIND=tier
WORKDIR /src
COPY . .
RUN extra=$([ "${KIND}" = models ] && echo --extra=models); \
    python3 deploy/docker/contents.py --lock "${KIND}" ${extra:+"${extra}"} --to /contents libs/engines libs/upkeep

# --- Debian's part of it.
FROM python AS system
COPY --from=contents /contents/debian.txt /tmp/
# hadolint ignore=DL3008,SC2046  # the list is words
RUN apt-get update \
 && apt-get install -y --no-install-recommends $(cat /tmp/debian.txt) \
 && rm -rf /var/lib/apt/lists/* /var/cache/* /var/log/* /tmp/debian.txt

# --- uv and what writes the bill of materials. Nothing of this stage is in the image.
FROM python AS tools
COPY requirements/images.lock /tools/
# hadolint ignore=DL3008,DL3009  # the stage is thrown away
RUN --mount=type=cache,target=/root/.cache \
    apt-get update \
 && apt-get install -y --no-install-recommends python3-venv \
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
 && server=$(echo /opt/argosy/lib/python3*/site-packages/pytriton/tritonserver) \
 && stub="python_backend_stubs/$(python3 -c 'import sys; print("%d.%d" % sys.version_info[:2])')/triton_python_backend_stub" \
 && cp "${server}/${stub}" "${server}/backends/python/" \
 && rm -r "${server}/python_backend_stubs" \
 && ln -s "${server}/bin/tritonserver" /opt/argosy/bin/tritonserver \
 && cp -r deploy/triton /opt/argosy/triton
COPY --from=system /var/lib/dpkg/status /contents/dpkg-status
ARG VERSION=0.1.0
RUN python deploy/docker/bom.py --environment /opt/argosy --dpkg-status /contents/dpkg-status \
        --name argosy/tier --version "${VERSION}" --to /opt/argosy/sbom.cdx.json \
 && cp LICENSE /opt/argosy/

# --- The image.
FROM system
ARG KIND=tier
ARG BASE
ARG VERSION=0.1.0
ARG REVISION=""
ARG CREATED=""
LABEL org.opencontainers.image.title="argosy/tier" \
      org.opencontainers.image.description="The inference tier of Argosy (${KIND})" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.created="${CREATED}" \
      org.opencontainers.image.source="https://github.com/argosy/argosy" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.base.name="${BASE}"
COPY --from=build /opt/argosy /opt/argosy
# Where Triton looks for its backends.
RUN ln -s /opt/argosy/lib/python3*/site-packages/pytriton/tritonserver /opt/tritonserver
# Triton's stub takes the first python3 on PATH. Two threads a model were 5 to 10 times slower than one.
ENV PATH=/opt/argosy/bin:$PATH \
    HOME=/tmp \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    OMP_NUM_THREADS=1 \
    OPENBLAS_NUM_THREADS=1 \
    MKL_NUM_THREADS=1 \
    HF_HUB_OFFLINE=1 \
    ARGOSY_PROFILE_DIR=/opt/argosy/triton/profiles
WORKDIR /opt/argosy
USER 10001:10001
EXPOSE 8000 8001 8002
ENTRYPOINT ["tritonserver"]
# All models that the profile `embedded` lists; charts/triton gives arguments of its own.
CMD ["--model-repository=/opt/argosy/triton/models", "--model-control-mode=explicit", "--strict-readiness=false", \
     "--disable-auto-complete-config", "--exit-timeout-secs=5", \
     "--load-model=translator", "--load-model=image_text_reader", "--load-model=image_eraser", \
     "--load-model=image_segmenter", "--load-model=image_tagger", "--load-model=text_embedder"]
