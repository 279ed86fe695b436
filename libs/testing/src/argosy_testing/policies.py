"""What every pod of a chart must and must not be; each rule answers with what is wrong, in words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from argosy_testing.charts import Object, Pods

SECRET_NAME = re.compile(r"(PASSWORD|SECRET|TOKEN|CREDENTIALS?|KEYS?|URI)$")
SECRET_VALUE = re.compile(r"://[^/@\s:]+:[^/@\s]+@|-----BEGIN [A-Z ]*PRIVATE KEY")

Rule = Callable[[Pods], Iterator[str]]


def no_root(pods: Pods) -> Iterator[str]:
    """Nobody is root, in words that the kubelet checks before it starts the process."""
    whole = pods.spec.get("securityContext", {})
    for container in pods.containers:
        both = {**whole, **container.get("securityContext", {})}
        if both.get("runAsNonRoot") is not True:
            yield f"{container['name']} may be root"
        if both.get("runAsUser", 1) == 0 or both.get("runAsGroup", 1) == 0:
            yield f"{container['name']} is root, or in its group"


def no_privilege(pods: Pods) -> Iterator[str]:
    """No capability, no way to gain one, the runtime's own filter of system calls."""
    whole = pods.spec.get("securityContext", {})
    for container in pods.containers:
        own = container.get("securityContext", {})
        if own.get("allowPrivilegeEscalation") is not False or own.get("privileged"):
            yield f"{container['name']} may gain privileges"
        capabilities = own.get("capabilities", {})
        if capabilities.get("drop") != ["ALL"] or capabilities.get("add"):
            yield f"{container['name']} keeps capabilities"
        if {**whole, **own}.get("seccompProfile", {}).get("type") not in ("RuntimeDefault", "Localhost"):
            yield f"{container['name']} has no seccomp profile"


def nothing_of_the_node(pods: Pods) -> Iterator[str]:
    """The node's names, ports and processes are its own."""
    for word in ("hostNetwork", "hostPID", "hostIPC"):
        if pods.spec.get(word):
            yield f"{word} is on"
    for container in pods.containers:
        if any("hostPort" in port for port in container.get("ports", [])):
            yield f"{container['name']} takes a port of the node"


def read_only_root(pods: Pods) -> Iterator[str]:
    """What an intruder writes is gone with the pod, and cannot be a program of the image."""
    for container in pods.containers:
        if container.get("securityContext", {}).get("readOnlyRootFilesystem") is not True:
            yield f"{container['name']} may write into its image"


def no_token(pods: Pods) -> Iterator[str]:
    """Nothing of Argosy speaks with the API server."""
    if pods.spec.get("automountServiceAccountToken") is not False:
        yield "a token of the API server is mounted"


def an_image_by_name(pods: Pods) -> Iterator[str]:
    """The same release is the same program tomorrow."""
    for container in pods.containers:
        name, _, tag = container["image"].rpartition("/")[2].partition(":")
        if not tag and "@sha256" not in name:
            yield f"{container['name']}: {container['image']} has no tag"
        if tag == "latest":
            yield f"{container['name']}: latest is another image every day"


def requests_and_limits(pods: Pods) -> Iterator[str]:
    """CPU and memory are asked for, memory is bounded. CPU is not: a bound on it slows what could run."""
    for container in pods.containers:
        resources = container.get("resources", {})
        if missing := {"cpu", "memory"} - set(resources.get("requests", {})):
            yield f"{container['name']} asks for no {' and no '.join(sorted(missing))}"
        if "memory" not in resources.get("limits", {}):
            yield f"{container['name']} has no bound on its memory"


def bounded_scratch(pods: Pods) -> Iterator[str]:
    """A full /tmp ends the pod, not the node."""
    for volume in pods.spec.get("volumes", []):
        if "emptyDir" in volume and "sizeLimit" not in (volume["emptyDir"] or {}):
            yield f"emptyDir {volume['name']} has no bound"


def no_secret_in_the_open(pods: Pods) -> Iterator[str]:
    """Secrets come by reference."""
    for container in pods.containers:
        for setting in container.get("env", []):
            value = str(setting.get("value", ""))
            if (value and SECRET_NAME.search(setting["name"])) or SECRET_VALUE.search(value):
                yield f"{container['name']}: {setting['name']} stands in the open"
        for word in [*container.get("command", []), *container.get("args", [])]:
            if SECRET_VALUE.search(word):
                yield f"{container['name']}: a secret stands in its command line"


EVERYWHERE: tuple[Rule, ...] = (
    no_root,
    no_privilege,
    nothing_of_the_node,
    read_only_root,
    no_token,
    an_image_by_name,
    requests_and_limits,
    bounded_scratch,
    no_secret_in_the_open,
)


def probed(pods: Pods) -> Iterator[str]:
    """What stays says when it has started, when it may be asked, and when it is stuck."""
    served = pods.spec["containers"]
    for probe in ("startupProbe", "readinessProbe", "livenessProbe"):
        if not any(probe in container for container in served):
            yield f"no {probe}"


def node_folders(spec: Object) -> list[str]:
    """Folders of the node that a pod mounts."""
    return [volume["hostPath"]["path"] for volume in spec.get("volumes", []) if "hostPath" in volume]
