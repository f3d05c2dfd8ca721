"""Our retrieval as a LangChain retriever: one document per ranked unit."""

from __future__ import annotations

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from assistant.retrieval import Retriever


class ArticleRetriever(BaseRetriever):
    """Returns the best units for a question as documents, best first.

    Attributes:
        retriever: An opened retriever.
        k: How many documents to return.
    """

    retriever: Retriever
    k: int = 10

    model_config = ConfigDict(arbitrary_types_allowed=True)

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[Document]:
        plan = self.retriever.plan
        ranking = self.retriever.search(self.retriever.query(query))
        return [
            Document(
                page_content=plan.body(unit),
                metadata={
                    "article": unit.article,
                    "part": unit.part,
                    "label": unit.label,
                    "title": unit.title,
                    "start": unit.start,
                    "end": unit.end,
                    "score": score,
                },
            )
            for unit, score in ranking.units[: self.k]
        ]
