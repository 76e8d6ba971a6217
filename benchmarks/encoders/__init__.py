"""Training of the embedding model that ships, and of a cross-encoder that does not yet. Needs PyTorch and transformers.

On this machine   python -m benchmarks.encoders.pack PACK              what training reads, in one folder
where PyTorch is  python -m benchmarks.encoders.train PACK OUT         the embedding model: a minute on an accelerator
                  python -m benchmarks.encoders.train_cross PACK OUT   the cross-encoder: as long as can be had
on this machine   python -m benchmarks.encoders.export OUT TARGET      int8 ONNX files and their hashes
"""
