package io.falaj.training.network;

/** What follows a hidden layer's product. */
public enum Activation {
  /** {@code max(0, x)}. */
  RELU,
  /** The hyperbolic tangent. */
  TANH;

  org.nd4j.linalg.activations.Activation dl4j() {
    return this == RELU
        ? org.nd4j.linalg.activations.Activation.RELU
        : org.nd4j.linalg.activations.Activation.TANH;
  }
}
