"""Training of the two models that ship: the cross-encoder and the embedding model. Needs PyTorch and transformers.

On this machine   python -m benchmarks.encoders.pack PACK              what training reads, in one folder
where PyTorch is  python -m benchmarks.encoders.train PACK OUT    both: seven minutes on an accelerator
on this machine   python -m benchmarks.encoders.export OUT DATA   int8 ONNX files and their hashes
"""
