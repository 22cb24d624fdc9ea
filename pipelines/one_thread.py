"""Products of matrices that are the same to the last bit on a machine with any number of cores."""

from collections.abc import Iterator
from contextlib import contextmanager

from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]


@contextmanager
def one_thread() -> Iterator[None]:
    """Run BLAS on one thread, as a context or a decorator: sums then have one order.

    The last bits of a product change with its threads, UMAP makes another picture of that, and the
    themes of a machine with more cores would be others.
    """
    # It brings a BLAS of its own (UMAP's start comes from there), limited only once it is loaded.
    import scipy.linalg  # noqa: F401

    with threadpool_limits(1, user_api="blas"):
        yield
