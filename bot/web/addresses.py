"""Where somebody unknown comes from: the connection's own address, or what proxies of ours say of it."""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final

from starlette.requests import Request

Network = IPv4Network | IPv6Network

HOUSEHOLD: Final = 64
"""Bits of an IPv6 address that one connection has to itself; whoever has them has all the others (RFC 6177)."""

NOWHERE: Final = "nowhere"
"""An address that can't be read; all of these are one."""


def trusted(text: str) -> tuple[Network, ...]:
    """``10.0.0.0/8,fd00::/8``: from where a proxy of ours speaks.

    Raises:
        ValueError: one of them is no address or network.
    """
    return tuple(ip_network(part.strip()) for part in text.split(",") if part.strip())


def address_of(request: Request, proxies: Sequence[Network]) -> str:
    """From the nearest on back: the first one that no proxy of ours has; what comes before it anybody may write."""
    said = [part for line in request.headers.getlist("x-forwarded-for") for part in line.split(",")]
    known = NOWHERE
    for text in (request.client.host if request.client else "", *reversed(said)):
        try:
            address = ip_address(text.strip())
        except ValueError:
            return known
        known = _household(address.ipv4_mapped or address) if isinstance(address, IPv6Address) else str(address)
        if not any(address in network for network in proxies):
            return known
    return known


def _household(address: object) -> str:
    if isinstance(address, IPv6Address):
        return str(ip_network((address, HOUSEHOLD), strict=False))
    return str(address)
