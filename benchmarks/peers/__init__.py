"""This project's retrieval beside that of other libraries: same texts, same embedding model, same run.

    python3.11 -m venv PEERS && PEERS/bin/pip install . -c constraints.txt llama-index-retrievers-bm25==0.8.0 \
        txtai==9.14.0 haystack-ai==3.4.0 bm25s==0.3.16 PyStemmer==2.2.0.3
    PEERS/bin/python -m benchmarks.peers SCIFACT LISTING... --gold lists.jsonl

The libraries are in an environment of their own, and in none of this project's extras. txtai needs torch, of which the
build for CPUs is enough.
"""
