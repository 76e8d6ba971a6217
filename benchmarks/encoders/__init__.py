"""Training of the two encoders that ship: the embedding model and the cross-encoder that judges. Needs PyTorch.

On this machine   python -m benchmarks.encoders.pack PACK          what training reads, in one folder
where PyTorch is  python -m benchmarks.encoders.train PACK OUT     minutes on an accelerator, hours on two cores
on this machine   python -m benchmarks.encoders.export OUT         int8 ONNX files and their hashes
"""
