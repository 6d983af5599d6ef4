package io.falaj.training.network;

import io.falaj.lineage.config.DefaultValue;
import io.falaj.lineage.config.Description;
import java.io.Serializable;
import java.util.List;

/**
 * A dense network with one sigmoid output, for a label that is true or false; without hidden layers
 * it is a logistic regression.
 *
 * @param hidden the widths of the hidden layers, from the input on
 * @param activation after each hidden layer
 * @param dropout the share of a hidden layer's outputs that training leaves out, in [0, 1)
 */
@Description("A dense network with one sigmoid output.")
public record NetworkSpec(
    @Description("The widths of the hidden layers.") List<Integer> hidden,
    @DefaultValue("relu") Activation activation,
    @Description("The share of a hidden layer's outputs that training leaves out.")
        @DefaultValue("0")
        double dropout)
    implements Serializable {

  public NetworkSpec {
    hidden = List.copyOf(hidden);
    if (hidden.stream().anyMatch(width -> width < 1)) {
      throw new IllegalArgumentException("'hidden' must list positive widths, not " + hidden + ".");
    }
    if (!(dropout >= 0 && dropout < 1)) {
      throw new IllegalArgumentException("'dropout' must be in [0, 1), not " + dropout + ".");
    }
  }

  /** The widths of all layers: the input's, the hidden ones, and 1. */
  int[] widths(int inputs) {
    int[] widths = new int[hidden.size() + 2];
    widths[0] = inputs;
    for (int i = 0; i < hidden.size(); i++) {
      widths[i + 1] = hidden.get(i);
    }
    widths[widths.length - 1] = 1;
    return widths;
  }

  /** The number of weights and biases. */
  public int parameters(int inputs) {
    int[] widths = widths(inputs);
    int count = 0;
    for (int l = 1; l < widths.length; l++) {
      count += (widths[l - 1] + 1) * widths[l];
    }
    return count;
  }
}
