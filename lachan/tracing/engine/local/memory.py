"""Reading arrays by their address, so that one compiled call can walk all days of an index.

Handing a compiled function three hundred arrays costs more than a small trace; handing it one
table of addresses costs nothing. Whoever passes the table keeps the arrays alive meanwhile.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import carray as array_at  # type: ignore[attr-defined]
from numba import types
from numba.extending import intrinsic

from lachan.tracing.engine.local.compiling import inlined


def _to_pointer(_typing: Any, _address: Any) -> Any:
    def generate(context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        return builder.inttoptr(arguments[0], context.get_value_type(types.voidptr))

    return types.voidptr(types.int64), generate


_pointer: Any = intrinsic(_to_pointer)


@inlined
def int64s(address, length):  # type: ignore[no-untyped-def]
    """The int64 array of `length` at `address`."""
    return array_at(_pointer(address), length, np.int64)


@inlined
def int32s(address, length):  # type: ignore[no-untyped-def]
    """The int32 array of `length` at `address`."""
    return array_at(_pointer(address), length, np.int32)


@inlined
def bytes_at(address, length):  # type: ignore[no-untyped-def]
    """The uint8 array of `length` at `address`."""
    return array_at(_pointer(address), length, np.uint8)
