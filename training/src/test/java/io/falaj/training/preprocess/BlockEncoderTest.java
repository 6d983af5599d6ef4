package io.falaj.training.preprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.falaj.lineage.FalajException;
import io.falaj.training.preprocess.ColumnEncoding.Category;
import io.falaj.training.preprocess.ColumnEncoding.Numeric;
import java.math.BigDecimal;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BlockEncoderTest {

  private static final Preprocessing PREPROCESSING =
      Preprocessing.of(
          List.of(
              new Numeric("delay", false, 4, true, 2, 0.5, 8),
              new Category("carrier", List.of("AA", "UA")),
              new Numeric("distance", true, 1, false, 0, 2, 3)));

  /** Another order than the encoder's, and a column that it does not read. */
  private static final StructType SCHEMA =
      StructType.fromDDL("distance decimal(9,1), other date, carrier string, delay double");

  private static Row row(
      @Nullable Double delay, @Nullable String carrier, @Nullable String distance) {
    BigDecimal decimal = distance == null ? null : new BigDecimal(distance);
    return RowFactory.create(decimal, null, carrier, delay);
  }

  private static float[] encode(Row... rows) {
    BlockEncoder encoder = new BlockEncoder(PREPROCESSING, SCHEMA, rows.length);
    for (Row row : rows) {
      encoder.add(row);
    }
    float[] block = new float[rows.length * encoder.width()];
    assertThat(encoder.encode(block)).isEqualTo(rows.length);
    return block;
  }

  @Test
  void columnsAreFoundByNameScaledAndCoded() {
    assertThat(encode(row(2.25, "UA", "0"), row(1.0, "AA", "-1.7")))
        .containsExactly(
            0.5f,
            0,
            0,
            1,
            0,
            0, //
            -2,
            0,
            1,
            0,
            0,
            (float) (-StrictMath.log1p(1.7) / 2));
  }

  @Test
  void missingNumbersAreImputedAndMarked() {
    @Nullable Double[] missing = {
      null, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e151, -1e300
    };
    for (@Nullable Double cell : missing) {
      assertThat(encode(row(cell, "AA", null))).containsExactly(4, 1, 1, 0, 0, 0.5f);
    }
  }

  @Test
  void farValuesAreClippedToBothSides() {
    assertThat(encode(row(1e150, "AA", "99999999.0"), row(-1e150, "AA", "-99999999.0")))
        .containsExactly(
            8, 0, 1, 0, 0, 3, //
            -8, 0, 1, 0, 0, -3);
  }

  @Test
  void unknownAndAbsentCategoriesShareTheLastSlot() {
    for (@Nullable String carrier : new @Nullable String[] {"ZZ", "", "aa", null}) {
      assertThat(encode(row(2.0, carrier, "0"))).containsExactly(0, 0, 0, 0, 1, 0);
    }
  }

  @Test
  void aBlockThatIsFilledAgainKeepsNothingOfItsLastContent() {
    BlockEncoder encoder = new BlockEncoder(PREPROCESSING, SCHEMA, 2);
    float[] block = new float[12];
    encoder.add(row(null, "AA", null));
    encoder.add(row(null, "UA", null));
    assertThat(encoder.full()).isTrue();
    encoder.encode(block);
    assertThat(encoder.rows()).isZero();
    encoder.add(row(2.0, "ZZ", "0"));
    assertThat(encoder.full()).isFalse();
    encoder.encode(block);

    assertThat(block).containsExactly(0, 0, 0, 0, 1, 0, 4, 1, 0, 1, 0, 0.5f);
  }

  @Test
  void aMissingColumnIsNamedWithTheNearest() {
    StructType schema = StructType.fromDDL("delai double, carrier string, distance int");

    assertThatThrownBy(() -> new BlockEncoder(PREPROCESSING, schema, 1))
        .isInstanceOf(FalajException.Configuration.class)
        .hasMessage(
            "The model reads the feature column 'delay', which these rows do not have. Did you mean"
                + " 'delai'? Score the rows of the training set's own definition.");
  }

  @Test
  void aNumberThatBecameTextIsRefusedBeforeAnyRow() {
    StructType schema = StructType.fromDDL("delay string, carrier string, distance int");

    assertThatThrownBy(() -> new BlockEncoder(PREPROCESSING, schema, 1))
        .isInstanceOf(FalajException.Configuration.class)
        .hasMessage(
            "The model reads the feature column 'delay' as a number, and in these rows it is of"
                + " type string. Score the rows of the training set's own definition.");
  }
}
