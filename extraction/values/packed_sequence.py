"""A long sequence in little memory: what is not looked at just now lies there packed."""

import pickle
import zlib
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Generic, TypeVar, overload

T = TypeVar("T")

_BLOCK = 1024  # items that are packed together
_OPEN = 16  # blocks that lie open at a time


class Packed(Sequence[T], Generic[T]):
    """A sequence that grows at its end, for many small values that pickle takes.

    A slice is a tuple. Going through it in order, or around one place, costs little more than
    with a list; jumping about unpacks a block each time.

    >>> packed = Packed(range(5000))
    >>> len(packed), packed[4999], packed[-5000], packed[1022:1026]
    (5000, 4999, 0, (1022, 1023, 1024, 1025))
    """

    def __init__(self, items: Iterable[T] = ()) -> None:
        self._blocks: list[bytes] = []
        self._rest: list[T] = []
        self._open = lru_cache(_OPEN)(self._unpack)
        self.extend(items)

    def append(self, item: T) -> None:
        """Add an item at the end."""
        self._rest.append(item)
        if len(self._rest) == _BLOCK:
            self._blocks.append(zlib.compress(pickle.dumps(self._rest, 5), 1))
            self._rest = []

    def extend(self, items: Iterable[T]) -> None:
        """Add items at the end."""
        for item in items:
            self.append(item)

    def _unpack(self, number: int) -> list[T]:
        block: list[T] = pickle.loads(zlib.decompress(self._blocks[number]))
        return block

    def __iter__(self) -> Iterator[T]:
        for number in range(len(self._blocks)):
            yield from self._open(number)
        yield from self._rest

    def __len__(self) -> int:
        return len(self._blocks) * _BLOCK + len(self._rest)

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[T, ...]: ...
    def __getitem__(self, index: int | slice) -> T | tuple[T, ...]:
        if isinstance(index, slice):
            return tuple(self._at(place) for place in range(*index.indices(len(self))))
        if not -len(self) <= index < len(self):
            raise IndexError(index)
        return self._at(index % len(self))

    def _at(self, place: int) -> T:
        number, within = divmod(place, _BLOCK)
        return self._open(number)[within] if number < len(self._blocks) else self._rest[within]
