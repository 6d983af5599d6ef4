package io.falaj.training.network;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.learning.regularization.WeightDecay;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** The same network as DL4J knows it: what an artifact carries for any program with DL4J. */
public final class Dl4jNetwork {

  private Dl4jNetwork() {}

  /** DL4J's configuration, whose flat parameters are laid out as ours are. */
  public static MultiLayerConfiguration configuration(
      NetworkSpec spec, OptimizerSpec optimizer, int inputs, long seed) {
    NeuralNetConfiguration.Builder base =
        new NeuralNetConfiguration.Builder()
            .seed(seed)
            .dataType(DataType.FLOAT)
            .weightInit(WeightInit.XAVIER)
            .updater(new Adam(optimizer.learningRate()));
    // Given to each layer: what the base is given, DL4J adds to each layer twice.
    List<Regularization> regularization = regularization(optimizer);
    NeuralNetConfiguration.ListBuilder layers = base.list();
    int[] widths = spec.widths(inputs);
    for (int l = 1; l < widths.length; l++) {
      // DL4J drops a layer's input, and asks for the share that stays; 0 is none.
      double stays = l > 1 && spec.dropout() > 0 ? 1 - spec.dropout() : 0;
      layers.layer(
          l < widths.length - 1
              ? new DenseLayer.Builder()
                  .nIn(widths[l - 1])
                  .nOut(widths[l])
                  .activation(spec.activation().dl4j())
                  .dropOut(stays)
                  .regularization(regularization)
                  .build()
              : new OutputLayer.Builder(LossFunctions.LossFunction.XENT)
                  .nIn(widths[l - 1])
                  .nOut(1)
                  .activation(org.nd4j.linalg.activations.Activation.SIGMOID)
                  .dropOut(stays)
                  .regularization(regularization)
                  .build());
    }
    return layers.build();
  }

  private static List<Regularization> regularization(OptimizerSpec optimizer) {
    List<Regularization> regularization = new ArrayList<>();
    if (optimizer.l2() > 0) {
      regularization.add(new L2Regularization(optimizer.l2()));
    }
    if (optimizer.weightDecay() > 0) {
      regularization.add(new WeightDecay(optimizer.weightDecay(), true));
    }
    return regularization;
  }

  /** A network that any program with DL4J can use. */
  public static MultiLayerNetwork load(String json, Parameters parameters) {
    NativeRuntime.start();
    MultiLayerNetwork network = new MultiLayerNetwork(MultiLayerConfiguration.fromJson(json));
    network.init(Nd4j.createFromArray(parameters.toArray()).reshape(1, parameters.length()), false);
    return network;
  }
}
