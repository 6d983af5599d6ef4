package io.falaj.lineage;

import org.jspecify.annotations.Nullable;

/**
 * A failure that the caller can act on. The type says what may be done: mend the configuration,
 * mend the data, or try again; anything else that is thrown is a fault of Falaj itself.
 *
 * <p>A message states the problem, its cause and a remedy, and names the file and line, the table,
 * version, column or key that it is about.
 */
public abstract sealed class FalajException extends RuntimeException {

  private FalajException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** Wrong usage or configuration: nothing will change until somebody edits something. */
  public static final class Configuration extends FalajException {
    public Configuration(String message) {
      super(message, null);
    }

    public Configuration(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** A contract or a gate refused the data: trying again with the same data will not help. */
  public static final class DataRefused extends FalajException {
    public DataRefused(String message) {
      super(message, null);
    }

    public DataRefused(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** Something outside was not there or another run was in the way: trying again may help. */
  public static sealed class Transient extends FalajException permits Taken {
    public Transient(String message) {
      super(message, null);
    }

    public Transient(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** Another run was the first to take what is to be taken once: who looks again sees that. */
  public static final class Taken extends Transient {
    public Taken(String message) {
      super(message);
    }
  }
}
