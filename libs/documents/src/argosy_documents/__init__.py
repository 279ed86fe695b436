"""Reading files that people send: PDFs in a process of their own, scans and pictures by the tier."""

from argosy_documents.lines import rows_of, sureness
from argosy_documents.pdfs import PdfPage, Pdfs, PdfText, is_pdf
from argosy_documents.reader import DocumentReader, ReadText, pixels_for_reading
from argosy_documents.workers import Worker, WorkerFailed, serve

__all__ = [
    "DocumentReader",
    "PdfPage",
    "PdfText",
    "Pdfs",
    "ReadText",
    "Worker",
    "WorkerFailed",
    "is_pdf",
    "pixels_for_reading",
    "rows_of",
    "serve",
    "sureness",
]
