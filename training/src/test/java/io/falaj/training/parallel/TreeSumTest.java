package io.falaj.training.parallel;

import static org.assertj.core.api.Assertions.assertThat;

import io.falaj.lineage.FalajException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One fixed tree of additions, over the shards of a task and over the tasks. */
class TreeSumTest {

  private static final int LENGTH = 50;

  private static float[][] vectors(int count, int length) {
    Random random = new Random(count);
    float[][] vectors = new float[count][length];
    for (float[] vector : vectors) {
      for (int i = 0; i < length; i++) {
        vector[i] = (float) (random.nextGaussian() * Math.pow(10, random.nextInt(9) - 4));
      }
    }
    return vectors;
  }

  private static float balanced(float[][] vectors, int at, int from, int to) {
    int middle = (from + to) / 2;
    return to - from == 1
        ? vectors[from][at]
        : balanced(vectors, at, from, middle) + balanced(vectors, at, middle, to);
  }

  private static float[] balanced(float[][] vectors) {
    float[] sum = new float[vectors[0].length];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = balanced(vectors, i, 0, vectors.length);
    }
    return sum;
  }

  private static float[] treeSum(TreeSum tree, float[][] vectors) {
    for (float[] vector : vectors) {
      System.arraycopy(vector, 0, tree.next(), 0, vector.length);
      tree.added();
    }
    return tree.sum().clone();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 8, 64})
  void vectorsAreAddedOverTheBalancedTree(int count) {
    float[][] vectors = vectors(count, LENGTH);
    TreeSum tree = new TreeSum(count, LENGTH);

    assertThat(treeSum(tree, vectors)).isEqualTo(balanced(vectors));
    assertThat(treeSum(tree, vectors)).as("used again").isEqualTo(balanced(vectors));
  }

  @Test
  void theTreeIsNotTheSequence() {
    float[][] vectors = {{1e8f}, {1f}, {-1e8f}, {1f}};

    assertThat(treeSum(new TreeSum(4, 1), vectors)).containsExactly((1e8f + 1f) + (-1e8f + 1f));
    assertThat(TreeSum.sum(new double[] {1e16, 1, -1e16, 1}, 0, 4))
        .isEqualTo((1e16 + 1) + (-1e16 + 1));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 8})
  void allRanksGetTheBitsOfTheSameTree(int ranks) {
    float[][] vectors = vectors(ranks, LENGTH);
    double[][] doubles = new double[ranks][1];
    for (int rank = 0; rank < ranks; rank++) {
      doubles[rank][0] = vectors[rank][0] / 3.0;
    }
    double[] flat = new double[ranks];
    for (int rank = 0; rank < ranks; rank++) {
      flat[rank] = doubles[rank][0];
    }

    List<float[]> sums =
        Ranks.run(
            ranks,
            mesh -> {
              AllReduce allReduce = new AllReduce(mesh, Ranks.PATIENCE);
              allReduce.sum(doubles[mesh.rank()]);
              float[] own = vectors[mesh.rank()].clone();
              allReduce.sum(own);
              allReduce.agree(99, "The answers");
              return own;
            });

    assertThat(sums).allSatisfy(sum -> assertThat(sum).isEqualTo(balanced(vectors)));
    for (double[] sum : doubles) {
      assertThat(sum[0]).isEqualTo(TreeSum.sum(flat, 0, ranks));
    }
  }

  @Test
  void vectorsLargerThanAnySocketBufferPass() {
    int length = 4_000_000;

    List<Float> last =
        Ranks.run(
            2,
            mesh -> {
              float[] values = new float[length];
              values[length - 1] = mesh.rank() + 1;
              new AllReduce(mesh, Ranks.PATIENCE).sum(values);
              return values[length - 1];
            });

    assertThat(last).containsExactly(3f, 3f);
  }

  @Test
  void replicasThatDivergedAreFound() {
    List<String> told =
        Ranks.run(
            4,
            mesh -> {
              try (mesh) {
                new AllReduce(mesh, Ranks.PATIENCE)
                    .agree(mesh.rank() == 2 ? 8 : 7, "The parameters");
                return "agreed";
              } catch (FalajException.Transient e) {
                return e.getMessage();
              }
            });

    assertThat(told.get(2))
        .isEqualTo(
            "The parameters of replica 2 differ from those of replica 3: a machine computes wrongly"
                + " or differently. Training stopped; nothing was kept. Take that machine out.");
    assertThat(told.get(3))
        .startsWith("The parameters of replica 3 differ from those of replica 2");
    assertThat(told.get(0)).contains(" during training");
    assertThat(told.get(1)).contains(" during training");
  }
}
