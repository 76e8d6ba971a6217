"""Vectors as places on a plane and as groups of like ones, by scikit-learn, which nothing else imports."""

import numpy as np
from numpy.typing import NDArray

from assistant.ports import Vectors

_INNER = 50  # dimensions that t-SNE starts from, as its authors advise
_PERPLEXITY = 30.0
_FEW = 12  # papers; of fewer t-SNE makes nothing better than their two main axes
_PER_TOPIC, _MOST_TOPICS = 25, 18  # papers; more labels than that do not fit on a map


def place(vectors: Vectors) -> NDArray[np.float64]:
    """A place for each row, shape (n, 2), both coordinates 0 to 1; like rows lie near each other. Always the same.

    t-SNE (van der Maaten and Hinton, JMLR 2008) of the main axes. 4,000 rows take half a minute on one core.
    """
    if len(vectors) < 3:
        return np.linspace([0.3, 0.5], [0.7, 0.5], len(vectors))
    main = _main_axes(vectors, _INNER if len(vectors) >= _FEW else 2)
    if len(vectors) < _FEW:
        return _unit_square(main[:, :2])
    from sklearn.manifold import TSNE
    from threadpoolctl import threadpool_limits

    perplexity = min(_PERPLEXITY, (len(main) - 1) / 4)
    with threadpool_limits(1):  # several threads would wait for each other, busily, while questions want the cores
        return _unit_square(TSNE(2, init="pca", perplexity=perplexity, random_state=0).fit_transform(main))


def group(vectors: Vectors) -> NDArray[np.int64]:
    """The number of a group for each row, by k-means; the largest group is 0."""
    count = min(_MOST_TOPICS, round(len(vectors) / _PER_TOPIC))
    if count < 2:
        return np.zeros(len(vectors), np.int64)
    from sklearn.cluster import KMeans

    found = KMeans(count, n_init=3, random_state=0).fit_predict(_main_axes(vectors, _INNER))
    by_size = np.argsort(-np.bincount(found, minlength=count), kind="stable")
    return np.asarray(np.argsort(by_size)[found], np.int64)


def _main_axes(vectors: Vectors, axes: int) -> NDArray[np.float64]:
    from sklearn.decomposition import PCA

    return np.asarray(PCA(min(axes, *vectors.shape), random_state=0).fit_transform(vectors), np.float64)


def _unit_square(places: NDArray[np.float64]) -> NDArray[np.float64]:
    low, high = places.min(axis=0), places.max(axis=0)
    return np.asarray((places - low) / np.where(high > low, high - low, 1.0), np.float64)
