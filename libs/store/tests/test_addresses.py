"""The allow-list lets through what it names, and no spelling of a private address gets past the guard."""

import ipaddress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from yarl import URL

from argosy_store import AllowList, UnsafeAddress
from argosy_store.addresses import (
    is_forbidden,
    is_public,
    literal_address,
    local_path,
    parse_url,
)

PRIVATE_V4 = [
    "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
    "192.0.0.0/24", "192.0.2.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24",
    "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4", "255.255.255.255/32",
]  # fmt: skip
PRIVATE_V6 = [
    "::/128", "::1/128", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8", "2001:db8::/32", "2001::/32",
    "100::/64", "64:ff9b:1::/48", "3fff::/20", "5f00::/16",
]  # fmt: skip


@st.composite
def private_v4(draw: st.DrawFn) -> ipaddress.IPv4Address:
    network = ipaddress.IPv4Network(draw(st.sampled_from(PRIVATE_V4)))
    return network[draw(st.integers(0, network.num_addresses - 1))]


@st.composite
def private_v6(draw: st.DrawFn) -> ipaddress.IPv6Address:
    network = ipaddress.IPv6Network(draw(st.sampled_from(PRIVATE_V6)))
    return network[draw(st.integers(0, network.num_addresses - 1))]


@given(private_v4())
def test_no_private_ipv4_address_is_public_in_any_dress(address: ipaddress.IPv4Address) -> None:
    number = int(address)
    dresses = [
        address,
        ipaddress.IPv6Address(f"::ffff:{address}"),
        ipaddress.IPv6Address(f"64:ff9b::{address}"),
        ipaddress.IPv6Address(0x2002 << 112 | number << 80),
        ipaddress.IPv6Address(number),
    ]
    assert [dress for dress in dresses if is_public(dress)] == []


@given(private_v6())
def test_no_private_ipv6_address_is_public(address: ipaddress.IPv6Address) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["1.1.1.1", "93.184.216.34", "2606:4700::1111", "2a00:1450:4001:82a::200e", "64:ff9b::101:101"]
)
def test_addresses_of_the_internet_are_public(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))
    assert not is_forbidden(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "address",
    ["169.254.169.254", "fe80::1", "::ffff:169.254.169.254", "fd00:ec2::254", "100.100.100.200", "0.0.0.0"],  # noqa: S104 — an address to refuse
)
def test_metadata_services_are_forbidden_even_inside(address: str) -> None:
    assert is_forbidden(ipaddress.ip_address(address))


@given(private_v4())
def test_an_ipv4_address_in_disguise_is_refused(address: ipaddress.IPv4Address) -> None:
    number = int(address)
    a, b, c, d = address.packed
    for host in (
        str(number),
        hex(number),
        f"0{number:o}",
        f"0x{a:x}.{b}.{c}.{d}",
        f"0{a:o}.{b}.{c}.{d}",
        f"{a}.{b << 16 | c << 8 | d}",
        f"{a}.{b}.{c << 8 | d}",
    ):
        if host == str(address):
            continue
        with pytest.raises(UnsafeAddress):
            reach(host)


def reach(host: str) -> None:
    """What the fetcher checks before it connects to a literal address."""
    literal = literal_address(parse_url(f"http://{host}/"))
    if literal is not None:
        AllowList.parse("*").check_addresses(host, [literal], internal=False)


@pytest.mark.parametrize(
    "url",
    [
        "ftp://cdn.example.com/x",
        "gopher://cdn.example.com/x",
        "data:image/png;base64,AAAA",
        "http:///x",
        "//cdn.example.com/x",
        "http://user:pass@cdn.example.com/",
        "http://user@cdn.example.com/",
        "http://cdn.example.com@evil.example/",
        "http://cdn.example.com\\@evil.example/",
        "http://cdn.example.com /x",
        "http://cdn.example.com/\r\nHost: evil",
        "http://[fe80::1%25eth0]/",
        "http://cdn.example.com:99999/",
        "http://-bad-.example/",
        "http://a..b.example/",
        "http://" + "a" * 3_000,
        "http://127.0.0.1.\u2028/",
        "",
        "x",
    ],
)
def test_what_is_no_plain_http_address_is_refused(url: str) -> None:
    with pytest.raises(UnsafeAddress):
        parse_url(url)


@given(st.text(max_size=200) | st.text(max_size=60).map(lambda rest: "http://" + rest))
def test_any_text_is_either_an_address_with_a_host_or_refused(text: str) -> None:
    try:
        url = parse_url(text)
    except UnsafeAddress:
        return
    assert url.scheme in ("http", "https")
    assert url.host
    assert url.user is None


@pytest.mark.parametrize(
    ("allow", "url", "allowed"),
    [
        ("cdn.example.com", "https://cdn.example.com/a.jpg", True),
        ("cdn.example.com", "http://CDN.example.com./a.jpg", True),
        ("cdn.example.com", "https://cdn.example.com:8443/a.jpg", False),
        ("cdn.example.com:8443", "https://cdn.example.com:8443/a.jpg", True),
        ("cdn.example.com", "https://evilcdn.example.com/a.jpg", False),
        ("cdn.example.com", "https://cdn.example.com.evil.test/a.jpg", False),
        ("*.alicdn.com", "https://img.alicdn.com/a.jpg", True),
        ("*.alicdn.com", "https://a.b.alicdn.com/a.jpg", True),
        ("*.alicdn.com", "https://alicdn.com/a.jpg", False),
        ("*.alicdn.com", "https://notalicdn.com/a.jpg", False),
        ("*", "https://anything.example/a.jpg", True),
        ("*", "https://anything.example:22/a.jpg", False),
        ("", "https://anything.example/a.jpg", False),
        ("https://cdn.example.com/p/", "https://cdn.example.com/p/a.jpg", True),
        ("https://cdn.example.com/p", "https://cdn.example.com/p/a.jpg", True),
        ("https://cdn.example.com/p", "https://cdn.example.com/private/a.jpg", False),
        ("https://cdn.example.com/p/", "http://cdn.example.com/p/a.jpg", False),
        ("https://cdn.example.com/p/", "https://cdn.example.com/p/../q/a.jpg", False),
        ("https://cdn.example.com/p/", "https://cdn.example.com/p/%2e%2e/q/a.jpg", False),
        ("https://cdn.example.com/p/", "https://cdn.example.com/p/..%2fq/a.jpg", False),
        ("https://cdn.example.com/p/", "https://cdn.example.com/p/..%5cq/a.jpg", False),
        ("a.example, b.example", "https://b.example/", True),
        ("xn--fiqs8s.example", "https://中国.example/a.jpg", True),
        ("internal:http://minio:9000/shop/", "http://minio:9000/shop/a.jpg", True),
        ("internal:http://minio:9000/shop/", "http://minio:9000/admin/", False),
        ("*,internal:http://minio/shop/", "http://minio/admin/", False),
        ("*,internal:http://minio/shop/", "http://minio/shop/a.jpg", True),
    ],
)
def test_the_allow_list_lets_through_what_it_names(allow: str, url: str, allowed: bool) -> None:
    rules = AllowList.parse(allow)
    if allowed:
        assert rules.check_url(parse_url(url)) is None
        return
    with pytest.raises(UnsafeAddress, match="ARGOSY_FETCH_ALLOW"):
        rules.check_url(parse_url(url))


def test_one_private_address_among_public_ones_is_refused() -> None:
    addresses = [ipaddress.ip_address("93.184.216.34"), ipaddress.ip_address("10.0.0.7")]
    with pytest.raises(UnsafeAddress, match=r"10\.0\.0\.7"):
        AllowList.parse("*").check_addresses("shop.example", addresses, internal=False)
    with pytest.raises(UnsafeAddress, match="no address"):
        AllowList.parse("*").check_addresses("shop.example", [], internal=False)


def test_only_the_named_host_and_port_are_internal() -> None:
    rules = AllowList.parse("internal:http://minio:9000/shop/,cdn.example.com")
    assert rules.is_internal("MINIO.", 9000)
    assert not rules.is_internal("minio", 80)
    assert not rules.is_internal("cdn.example.com", 443)


@pytest.mark.parametrize(
    "entry",
    [
        "http://",
        "file://host/x",
        "file:///",
        "internal:*",
        "internal:*.corp",
        "cdn.example.com/path",
        "a b",
        "ftp://x",
    ],
)
def test_an_entry_that_cannot_be_read_is_named(entry: str) -> None:
    with pytest.raises(ValueError, match="ARGOSY_FETCH_ALLOW"):
        AllowList.parse(f"good.example,{entry}")


@pytest.mark.parametrize(
    "url",
    ["file://server/etc/x", "file:relative", "file:///a%00b", "file:///a?x=1", "file:///a#b", "http://x/y"],
)
def test_what_is_no_local_path_is_refused(url: str) -> None:
    with pytest.raises(UnsafeAddress):
        local_path(url)


def test_a_local_path_is_decoded() -> None:
    assert local_path("file:///srv/%E7%BA%A2%20a.jpg") == Path("/srv/红 a.jpg")
    assert AllowList.parse("file:///srv/pictures").folders == (Path("/srv/pictures"),)


def test_the_parser_of_the_guard_is_the_parser_of_the_client() -> None:
    # A guard that reads an address otherwise than the client does is no guard: both are yarl's.
    assert isinstance(parse_url("https://cdn.example.com/a.jpg?x=1#f"), URL)
    assert str(parse_url("https://cdn.example.com/a.jpg?x=1#f")) == "https://cdn.example.com/a.jpg?x=1"
