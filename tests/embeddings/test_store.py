from __future__ import annotations

import pytest
from langchain_core.documents import Document

from assistant.answering import Assistant
from assistant.langchain_retriever import ArticleRetriever
from embeddings import EmbeddingError, EncoderSettings, load_encoder
from embeddings.store import LangChainEmbeddings, PlanVectorStore


def test_vector_store_searches_and_refuses_changes() -> None:
    """LangChain gets documents with their data from our index, and cannot add to it."""
    embeddings = LangChainEmbeddings(load_encoder(EncoderSettings()))
    texts = ["加快推进民用机场建设", "完善养老服务体系"]
    store = PlanVectorStore.from_texts(texts, embeddings, [{"article": 33}, {"article": 61}])
    found = store.similarity_search_with_score("老人", k=2)
    assert found[0][0].metadata == {"article": 61} and found[0][1] > found[1][1]
    vector = embeddings.embed_query("飞机")
    assert store.similarity_search_by_vector(vector, k=1)[0].metadata == {"article": 33}
    assert isinstance(store.as_retriever().invoke("飞机")[0], Document)
    with pytest.raises(EmbeddingError):
        store.add_texts(["新的一段"])


def test_article_retriever_returns_ranked_units(assistant: Assistant) -> None:
    """Our retrieval works as a LangChain retriever, one document a unit."""
    documents = ArticleRetriever(retriever=assistant.retriever, k=5).invoke("飞机场啥时候能坐上")
    assert len(documents) == 5 and documents[0].metadata["article"] == 33
    assert "民用机场" in documents[0].page_content
