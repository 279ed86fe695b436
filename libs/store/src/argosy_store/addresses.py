"""Which outside addresses may be read: the allow-list and the guard against private networks.

A merchant's event names addresses, and our workers stand inside somebody's network. Without a guard,
"fetch this picture" reads a cloud's metadata service (server-side request forgery, OWASP A10:2021).
"""

import ipaddress
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self
from urllib.parse import unquote, urlsplit

from yarl import URL

from argosy_store.errors import UnsafeAddress
from argosy_telemetry import redact

URL_MAX = 2_048
_PORTS = {"http": 80, "https": 443}
_HOST = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_\-]{0,61}[a-z0-9_])?\.)*[a-z0-9_](?:[a-z0-9_\-]{0,61}[a-z0-9_])?")
# inet_aton reads `127.1`, `0x7f000001`, `2130706433` and `0177.0.0.1` as addresses.
_NUMERIC = re.compile(r"(?:0x[0-9a-f]*|[0-9]+)(?:\.(?:0x[0-9a-f]*|[0-9]+))*\.?")

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

# IANA special-purpose registries, as of 2026-10: what Python 3.11's `is_global` lets through.
_MORE_PRIVATE = tuple(
    ipaddress.ip_network(network)
    for network in (
        "192.0.0.0/24",
        "192.88.99.0/24",  # 6to4 relays, RFC 7526
        "64:ff9b:1::/48",  # local-use NAT64, RFC 8215
        "100::/64",  # discard-only, RFC 6666
        "2001::/23",  # IETF protocol assignments, Teredo among them
        "2001:db8::/32",
        "3fff::/20",  # documentation, RFC 9637
        "5f00::/16",  # segment routing, RFC 9602
        "fec0::/10",  # site-local, RFC 3879
    )
)
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_SIX_TO_FOUR = ipaddress.IPv6Network("2002::/16")
_COMPATIBLE = ipaddress.IPv6Network("::/96")
# Never, not even where an operator trusts a host of the own network: metadata services live there.
_LINK_LOCAL = (ipaddress.ip_network("169.254.0.0/16"), ipaddress.ip_network("fe80::/10"))
_METADATA = (ipaddress.ip_address("fd00:ec2::254"), ipaddress.ip_address("100.100.100.200"))


def is_public(address: Address) -> bool:
    """Whether an address is reached over the open internet, embedded IPv4 addresses included."""
    embedded = _embedded(address)
    if embedded is not None:
        return is_public(embedded)
    if any(address.version == network.version and address in network for network in _MORE_PRIVATE):
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def is_forbidden(address: Address) -> bool:
    """Whether an address is out of bounds even for a trusted internal host."""
    address = _embedded(address) or address
    if any(address.version == network.version and address in network for network in _LINK_LOCAL):
        return True
    return address in _METADATA or address.is_multicast or address.is_unspecified


def _embedded(address: Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address that an IPv6 address stands for: mapped, 6to4, NAT64 or compatible."""
    if isinstance(address, ipaddress.IPv4Address):
        return None
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address in _SIX_TO_FOUR:
        return ipaddress.IPv4Address(int(address) >> 80 & 0xFFFFFFFF)
    if address in _NAT64 or (address in _COMPATIBLE and int(address) > 1):
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return None


@dataclass(frozen=True, slots=True)
class AllowedHost:
    """One entry of the allow-list for http and https."""

    host: str
    subdomains: bool = False
    scheme: str | None = None
    port: int | None = None
    path: str = "/"
    internal: bool = False

    def matches(self, url: URL) -> bool:
        host = host_of(url)
        port = self.port if self.port is not None else _PORTS[url.scheme]
        return (
            (self._covers(host) if self.subdomains else host == self.host)
            and self.scheme in (None, url.scheme)
            and url.port == port
            and self._holds(url.path)
        )

    def _covers(self, host: str) -> bool:
        return not self.host or host.endswith("." + self.host)

    def _holds(self, path: str) -> bool:
        """Whether a decoded path is below this entry's; an encoded ``..`` or backslash is not."""
        if self.path == "/":
            return True
        if ".." in path.split("/") or "\\" in path:
            return False
        return path == self.path or path.startswith(self.path.rstrip("/") + "/")


@dataclass(frozen=True, slots=True)
class AllowList:
    """Which outside addresses may be read; made from ``ARGOSY_FETCH_ALLOW``, a comma list of

    - ``cdn.example.com`` (that host, http and https), ``cdn.example.com:8443`` (that port),
    - ``*.example.com`` (its subdomains), ``*`` (every public host),
    - ``https://cdn.example.com/products/`` (that prefix),
    - ``file:///srv/pictures`` (that folder and below),
    - ``internal:http://minio:9000/shop/`` (a prefix on a host that may have a private address).

    Empty: nothing may be read.
    """

    hosts: tuple[AllowedHost, ...] = ()
    folders: tuple[Path, ...] = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        """Raises ValueError that names the entry it cannot read."""
        hosts: list[AllowedHost] = []
        folders: list[Path] = []
        for entry in filter(None, (part.strip() for part in text.split(","))):
            if entry.startswith("file:"):
                folders.append(_folder(entry))
            else:
                hosts.append(_allowed_host(entry))
        return cls(tuple(hosts), tuple(folders))

    def check_url(self, url: URL) -> None:
        """Raises UnsafeAddress unless an entry lets ``url`` through.

        For a host that an ``internal:`` entry names only such entries count, so that ``*`` beside it
        does not open the rest of that host.
        """
        internal = self.is_internal(host_of(url), url.port or 0)
        if not any(entry.matches(url) for entry in self.hosts if entry.internal or not internal):
            raise UnsafeAddress(
                f"{url.scheme}://{host_of(url)} is not on the allow-list; add it to ARGOSY_FETCH_ALLOW"
            )

    def is_internal(self, host: str, port: int) -> bool:
        """Whether an ``internal:`` entry names that host and port."""
        name = host.lower().rstrip(".")
        return any(
            entry.internal
            and entry.host == name
            and (port == entry.port if entry.port is not None else port in _PORTS.values())
            for entry in self.hosts
        )

    def check_addresses(self, host: str, addresses: Sequence[Address], *, internal: bool) -> None:
        """Every address that a host has must do: one private among public ones is an attack.

        Raises UnsafeAddress.
        """
        if not addresses:
            raise UnsafeAddress(f"{host} has no address")
        for address in addresses:
            fine = not is_forbidden(address) if internal else is_public(address)
            if not fine:
                raise UnsafeAddress(f"{host} leads to {address}, which is no public address")


def parse_url(text: str) -> URL:
    """An http or https address as the client that fetches it will read it. Raises UnsafeAddress."""
    if len(text) > URL_MAX:
        raise UnsafeAddress(f"an address of {len(text)} characters; the limit is {URL_MAX}")
    if not text.isprintable() or any(character in text for character in ' \\"<>`'):
        raise UnsafeAddress("an address holds blanks, control characters or others that no address has")
    try:
        url = URL(text).with_fragment(None)
        scheme, host, port, user = url.scheme, url.raw_host, url.port, url.raw_user or url.raw_password
    except ValueError as error:
        raise UnsafeAddress(f"{redact(text, limit=200)!r} is no address") from error
    if scheme not in _PORTS or not host or port is None:
        raise UnsafeAddress(f"{redact(text, limit=200)!r} is no http or https address with a host")
    if user is not None:
        raise UnsafeAddress(f"an address at {host} carries a user name or password")
    if literal_address(url) is None and not _HOST.fullmatch(host_of(url)):
        raise UnsafeAddress(f"{redact(host, limit=200)!r} is no host's name")
    return url


def literal_address(url: URL) -> Address | None:
    """The IP address that stands as the host of ``url``, or None for a name.

    Raises UnsafeAddress for the other spellings of an address: short, decimal, octal, hexadecimal,
    and IPv6 with a zone.
    """
    host = host_of(url)
    if "%" in host:
        raise UnsafeAddress(f"{host!r} names a network interface")
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        pass
    if _NUMERIC.fullmatch(host):
        raise UnsafeAddress(f"{host!r} is a disguised IP address")
    return None


def host_of(url: URL) -> str:
    """The host in the form names are compared in: lower case, punycode, no final dot."""
    return (url.raw_host or "").lower().rstrip(".")


def local_path(text: str) -> Path:
    """The path of a ``file:`` address. Raises UnsafeAddress."""
    if len(text) > URL_MAX:
        raise UnsafeAddress(f"an address of {len(text)} characters; the limit is {URL_MAX}")
    try:
        parts = urlsplit(text)
    except ValueError as error:
        raise UnsafeAddress(f"{redact(text, limit=200)!r} is no address") from error
    path = unquote(parts.path)
    if parts.scheme != "file" or parts.netloc not in ("", "localhost") or parts.query or parts.fragment:
        raise UnsafeAddress(f"{redact(text, limit=200)!r} is no file:///path on this machine")
    if not path.startswith("/") or "\x00" in path:
        raise UnsafeAddress(f"{redact(text, limit=200)!r} is no absolute path")
    return Path(path)


def _folder(entry: str) -> Path:
    try:
        path = local_path(entry)
    except UnsafeAddress as error:
        raise ValueError(f"ARGOSY_FETCH_ALLOW has {entry!r}; expected file:///folder") from error
    if path == Path("/"):
        raise ValueError("ARGOSY_FETCH_ALLOW has the whole file system; name a folder")
    return path


def _allowed_host(entry: str) -> AllowedHost:
    internal = entry.startswith("internal:")
    rest = entry.removeprefix("internal:")
    if rest == "*":
        if internal:
            raise ValueError("ARGOSY_FETCH_ALLOW has 'internal:*'; name the internal host")
        return AllowedHost("", subdomains=True)
    subdomains = rest.startswith("*.")
    if internal and subdomains:
        raise ValueError(f"ARGOSY_FETCH_ALLOW has {entry!r}; name each internal host")
    try:
        if "://" in rest:
            url = parse_url(rest)
            return AllowedHost(
                host_of(url), scheme=url.scheme, port=url.port, path=url.path, internal=internal
            )
        url = parse_url("http://" + rest.removeprefix("*."))
        port = url.explicit_port
    except UnsafeAddress as error:
        raise ValueError(f"ARGOSY_FETCH_ALLOW has {entry!r}, which is no host or prefix: {error}") from error
    if url.path != "/" or url.query_string:
        raise ValueError(f"ARGOSY_FETCH_ALLOW has {entry!r}; a path needs https:// before it")
    return AllowedHost(host_of(url), subdomains=subdomains, port=port, internal=internal)
