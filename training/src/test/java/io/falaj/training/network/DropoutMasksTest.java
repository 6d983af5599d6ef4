package io.falaj.training.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class DropoutMasksTest {

  private static final int UNITS = 10;

  private static Batch batch(int capacity, long... ids) {
    Batch batch = new Batch(capacity, 1);
    System.arraycopy(ids, 0, batch.ids(), 0, ids.length);
    batch.fill(ids.length);
    return batch;
  }

  private static float[] row(float[] mask, int capacity, int row) {
    float[] units = new float[UNITS];
    for (int unit = 0; unit < UNITS; unit++) {
      units[unit] = mask[unit * capacity + row];
    }
    return units;
  }

  private static float[] mask(long seed, Batch batch, long step, int layer) {
    return DenseStepTest.mask(new DropoutMasks(0.5, seed), UNITS, batch, step, layer);
  }

  @Test
  void aRowsMaskFollowsTheRowToAnyPlaceInAnyBatch() {
    float[] first = mask(1, batch(4, 11, 12, 13, 14), 9, 0);
    float[] second = mask(1, batch(7, 99, 14, 12), 9, 0);

    assertThat(row(second, 7, 1)).isEqualTo(row(first, 4, 3));
    assertThat(row(second, 7, 2)).isEqualTo(row(first, 4, 1));
    assertThat(row(second, 7, 0)).isNotEqualTo(row(first, 4, 0));
  }

  @Test
  void seedStepRowAndLayerEachGiveAnother() {
    float[] mask = row(mask(1, batch(1, 11), 9, 0), 1, 0);

    assertThat(row(mask(1, batch(1, 11), 9, 0), 1, 0)).isEqualTo(mask);
    assertThat(row(mask(2, batch(1, 11), 9, 0), 1, 0)).isNotEqualTo(mask);
    assertThat(row(mask(1, batch(1, 11), 10, 0), 1, 0)).isNotEqualTo(mask);
    assertThat(row(mask(1, batch(1, 12), 9, 0), 1, 0)).isNotEqualTo(mask);
    assertThat(row(mask(1, batch(1, 11), 9, 1), 1, 0)).isNotEqualTo(mask);
  }

  @Test
  void theRateIsLeftOutAndTheRestScaledSoThatTheMeanStays() {
    long[] ids = new long[20_000];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = i;
    }
    float[] mask =
        DenseStepTest.mask(new DropoutMasks(0.3, 5), UNITS, batch(ids.length, ids), 1, 0);

    for (int unit = 0; unit < UNITS; unit++) {
      double sum = 0;
      int dropped = 0;
      for (int row = 0; row < ids.length; row++) {
        float value = mask[unit * ids.length + row];
        assertThat(value == 0 || value == (float) (1 / 0.7)).isTrue();
        dropped += value == 0 ? 1 : 0;
        sum += value;
      }
      assertThat(dropped / 20_000.0).isEqualTo(0.3, within(0.015));
      assertThat(sum / 20_000).isEqualTo(1, within(0.025));
    }
  }

  @Test
  void onesMaskServesLayersOfAllWidths() {
    DropoutMasks masks = new DropoutMasks(0.5, 1);
    Batch batch = batch(3, 5, 6, 7);
    float[] wide = DenseStepTest.mask(masks, 40, batch, 2, 0);
    float[] narrow = DenseStepTest.mask(masks, UNITS, batch, 2, 1);

    assertThat(wide).isEqualTo(DenseStepTest.mask(new DropoutMasks(0.5, 1), 40, batch, 2, 0));
    assertThat(narrow).isEqualTo(DenseStepTest.mask(new DropoutMasks(0.5, 1), UNITS, batch, 2, 1));
    assertThat(new DropoutMasks(0, 1).any()).isFalse();
  }
}
