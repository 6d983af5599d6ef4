package io.falaj.lineage;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.delta.DeltaConcurrentModificationException;
import org.apache.spark.sql.delta.OptimisticTransaction;
import org.apache.spark.sql.delta.actions.SetTransaction;
import org.jspecify.annotations.Nullable;
import scala.Option;

/** What is told in a table once and for ever, by whichever run is the first. */
final class Claims {

  private Claims() {}

  /** Marks for the commit that tells of them; it conflicts with every other that would. */
  static List<SetTransaction> marks(OptimisticTransaction txn, Collection<String> claims) {
    List<SetTransaction> marks = new ArrayList<>();
    if (!claims.isEmpty()) {
      Map<String, Long> last = SnapshotState.transactions(txn.snapshot());
      for (String claim : claims) {
        String app = "claim/" + claim;
        if (SnapshotState.transaction(txn, last, app) > 0) {
          throw taken(claim, null);
        }
        marks.add(new SetTransaction(app, 1, Option.empty()));
      }
    }
    return marks;
  }

  /** What to throw where the commit came too late. */
  static RuntimeException late(
      Collection<String> claims, DeltaConcurrentModificationException failure) {
    return claims.isEmpty() ? failure : taken(String.join(", ", claims), failure);
  }

  private static FalajException taken(String claim, @Nullable Throwable cause) {
    String message =
        ("Another run was the first to take %s, and this one would have taken the same once more."
                + " Run again: what is done already is skipped.")
            .formatted(claim);
    return cause == null
        ? new FalajException.Transient(message)
        : new FalajException.Transient(message, cause);
  }
}
