"""Adapters for LangChain: an encoder as Embeddings, an index as a read-only VectorStore."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Self

import numpy as np
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_core.vectorstores import VectorStore

from embeddings.encoders import Encoder
from embeddings.errors import EmbeddingError
from embeddings.index import VectorIndex


class LangChainEmbeddings(Embeddings):
    """Our encoder behind LangChain's interface."""

    def __init__(self, encoder: Encoder) -> None:
        """Wrap an encoder."""
        self.encoder = encoder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Encode texts that are searched in; unit length."""
        return self.encoder.encode_passages(texts).tolist()  # type: ignore[no-any-return]

    def embed_query(self, text: str) -> list[float]:
        """Encode a question; unit length."""
        return self.encoder.encode_queries([text])[0].tolist()  # type: ignore[no-any-return]


class PlanVectorStore(VectorStore):
    """An opened index as a vector store; its content is that of the plan and cannot be changed."""

    def __init__(self, index: VectorIndex, encoder: Encoder, documents: Sequence[Document]) -> None:
        """Wrap an index; the documents are in the order of its ids."""
        self._index = index
        self._encoder = encoder
        self._documents = dict(zip(index.ids, documents, strict=True))

    @property
    def embeddings(self) -> Embeddings:
        """The encoder, as LangChain sees it."""
        return LangChainEmbeddings(self._encoder)

    def similarity_search(self, query: str, k: int = 4, **kwargs: Any) -> list[Document]:
        """Return the k documents nearest to a question."""
        return [document for document, _ in self.similarity_search_with_score(query, k)]

    def similarity_search_with_score(
        self, query: str, k: int = 4, **kwargs: Any
    ) -> list[tuple[Document, float]]:
        """Return the k nearest documents with their cosines, best first."""
        return self._nearest(self._encoder.encode_queries([query]), k)

    def similarity_search_by_vector(
        self, embedding: list[float], k: int = 4, **kwargs: Any
    ) -> list[Document]:
        """Return the k documents nearest to a vector of unit length."""
        vector = np.array([embedding], dtype=np.float32)
        return [document for document, _ in self._nearest(vector, k)]

    def add_texts(
        self, texts: Iterable[str], metadatas: list[dict[str, Any]] | None = None, **kwargs: Any
    ) -> list[str]:
        """Refuse: passages come from the plan and are indexed together with it.

        Raises:
            EmbeddingError: Always.
        """
        raise EmbeddingError("规划索引是只读的;要更换文本,请修改 ASSISTANT_PLAN_FILE 后重建索引。")

    @classmethod
    def from_texts(
        cls,
        texts: list[str],
        embedding: Embeddings,
        metadatas: list[dict[str, Any]] | None = None,
        **kwargs: Any,
    ) -> Self:
        """Build a store in memory; the embedding must be a `LangChainEmbeddings`.

        Raises:
            EmbeddingError: The embedding is of another kind.
        """
        import faiss

        if not isinstance(embedding, LangChainEmbeddings):
            raise EmbeddingError("from_texts 需要 LangChainEmbeddings。")
        encoder = embedding.encoder
        index = faiss.IndexIDMap2(faiss.IndexFlatIP(encoder.dimension))
        ids = tuple(range(len(texts)))
        index.add_with_ids(encoder.encode_passages(texts), np.array(ids, dtype=np.int64))
        pairs = zip(texts, metadatas or [{}] * len(texts), strict=True)
        documents = [Document(page_content=text, metadata=data) for text, data in pairs]
        return cls(VectorIndex(index, ids), encoder, documents)

    def _nearest(self, vectors: np.ndarray[Any, Any], k: int) -> list[tuple[Document, float]]:
        scores, ids = self._index.search(vectors, k)
        return [
            (self._documents[int(i)], float(score))
            for i, score in zip(ids[0], scores[0], strict=True)
            if i >= 0
        ]
