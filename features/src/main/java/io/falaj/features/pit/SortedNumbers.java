package io.falaj.features.pit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Numbers in order, −0.0 before 0.0 and NaN last, each as often as it was added: in blocks of a few
 * hundred, so that adding and removing one of a million moves few of them.
 */
final class SortedNumbers {

  private static final int MOST = 512;

  private static final class Block {
    private final double[] values = new double[MOST];
    private int size;
  }

  private final List<Block> blocks = new ArrayList<>();
  private int size;

  int size() {
    return size;
  }

  void clear() {
    blocks.clear();
    size = 0;
  }

  void add(double value) {
    if (blocks.isEmpty()) {
      blocks.add(new Block());
    }
    int number = Math.min(blockOf(value), blocks.size() - 1);
    Block block = blocks.get(number);
    if (block.size == MOST) {
      Block upper = new Block();
      upper.size = MOST / 2;
      System.arraycopy(block.values, MOST / 2, upper.values, 0, MOST / 2);
      block.size = MOST / 2;
      blocks.add(number + 1, upper);
      if (Double.compare(value, block.values[block.size - 1]) > 0) {
        block = upper;
      }
    }
    int found = Arrays.binarySearch(block.values, 0, block.size, value);
    int at = found < 0 ? -found - 1 : found;
    System.arraycopy(block.values, at, block.values, at + 1, block.size - at);
    block.values[at] = value;
    block.size++;
    size++;
  }

  /** Removes one that was added. */
  void remove(double value) {
    int number = blockOf(value);
    Block block = blocks.get(number);
    int at = Arrays.binarySearch(block.values, 0, block.size, value);
    System.arraycopy(block.values, at + 1, block.values, at, block.size - at - 1);
    block.size--;
    size--;
    if (block.size == 0) {
      blocks.remove(number);
    }
  }

  /** The number at a position, from 0. */
  double at(int position) {
    int before = 0;
    for (Block block : blocks) {
      if (position < before + block.size) {
        return block.values[position - before];
      }
      before += block.size;
    }
    throw new IndexOutOfBoundsException("no number at " + position + " of " + size);
  }

  /** The first block whose last number is not less; one more than the last where there is none. */
  private int blockOf(double value) {
    int low = 0;
    int high = blocks.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      Block block = blocks.get(middle);
      if (block.size > 0 && Double.compare(block.values[block.size - 1], value) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
