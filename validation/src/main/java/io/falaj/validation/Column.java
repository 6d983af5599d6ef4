package io.falaj.validation;

import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.types.DataType;

/**
 * A column of a contract.
 *
 * @param name in the tables
 * @param type in the clean table
 * @param required whether null is refused
 * @param origin where its value comes from
 * @param personal whether and how it relates to a person
 * @param unit of its values; empty where it has none
 * @param description for people
 */
public record Column(
    String name,
    DataType type,
    Required required,
    Origin origin,
    Optional<PersonalData> personal,
    String unit,
    String description) {

  /** Whether null is refused. */
  public enum Required {
    /** Every row has a value. */
    REQUIRED,
    /** Null is allowed. */
    NULLABLE
  }

  /** Where a value comes from. */
  public sealed interface Origin {
    /** What makes it another origin. */
    String identity();
  }

  /**
   * A column of the source.
   *
   * @param column its name there
   */
  public record FromSource(String column) implements Origin {
    @Override
    public String identity() {
      return "from " + column;
    }
  }

  /**
   * Computed from other columns.
   *
   * @param expression of SQL
   * @param uses the contract's columns that it names
   */
  public record Derived(String expression, List<String> uses) implements Origin {
    public Derived {
      uses = List.copyOf(uses);
    }

    @Override
    public String identity() {
      return "is " + expression;
    }
  }

  /** Whether it is computed. */
  public boolean derived() {
    return origin instanceof Derived;
  }

  boolean nullRefused() {
    return required == Required.REQUIRED;
  }
}
