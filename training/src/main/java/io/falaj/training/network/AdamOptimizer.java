package io.falaj.training.network;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.updaters.AdamUpdater;
import org.nd4j.linalg.factory.Nd4j;

/** Applies a step's summed gradient to its parameters, in place, as DL4J's Adam does. */
public final class AdamOptimizer implements AutoCloseable {

  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.999;
  private static final double EPSILON = 1e-8;

  private final OptimizerSpec spec;
  private final DenseStep step;
  private final INDArray first;
  private final INDArray second;
  private int updates;

  public AdamOptimizer(OptimizerSpec spec, DenseStep step) {
    this.spec = spec;
    this.step = step;
    this.first = Nd4j.create(DataType.FLOAT, step.parameters().length());
    this.second = Nd4j.create(DataType.FLOAT, step.parameters().length());
  }

  /** Updates from {@link DenseStep#gradientMemory}, whose content is lost. */
  public void update(int epoch) {
    INDArray gradient = step.gradient();
    for (int l = 0; spec.l2() > 0 && l < step.weights().length; l++) {
      Nd4j.getBlasWrapper()
          .level1()
          .axpy(
              step.weights()[l].length(), spec.l2(), step.weights()[l], step.weightGradients()[l]);
    }
    double rate = spec.rate(epoch);
    Nd4j.exec(new AdamUpdater(gradient, second, first, rate, BETA1, BETA2, EPSILON, updates++));
    for (int l = 0; spec.weightDecay() > 0 && l < step.weights().length; l++) {
      step.weights()[l].muli(1 - rate * spec.weightDecay());
    }
    step.parameters().subi(gradient);
  }

  @Override
  public void close() {
    first.close();
    second.close();
  }
}
