package io.falaj.lineage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * A process of its own that commits to a log as fast as it can, each time to the first version that
 * nobody has. It waits for a line before it starts, and prints the versions that it believes to
 * have won.
 */
final class LogRacer {

  private LogRacer() {}

  public static void main(String[] args) throws IOException {
    Path log = new Path(args[0]);
    String name = args[1];
    int commits = Integer.parseInt(args[2]);
    Configuration configuration = new Configuration();
    SlowStore store = new SlowStore(configuration);
    System.out.println("ready");
    if (System.in.read() < 0) {
      throw new IOException("nobody gave the start");
    }
    StringBuilder won = new StringBuilder();
    long version = 0;
    for (int commit = 0; commit < commits; version++) {
      String action = name + " " + commit;
      if (wins(store, entry(log, version), action, configuration)) {
        won.append(version).append(' ').append(action).append('\n');
        commit++;
      }
    }
    System.out.write(won.toString().getBytes(StandardCharsets.UTF_8));
    System.out.flush();
  }

  private static boolean wins(
      HardLinkLogStore store, Path entry, String action, Configuration configuration)
      throws IOException {
    try {
      store.write(entry, List.of(action).iterator(), false, configuration);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }

  static Path entry(Path log, long version) {
    return new Path(log, "%020d.json".formatted(version));
  }

  /** Dawdles where Delta's own store loses: after it looked, before the name is taken. */
  private static final class SlowStore extends HardLinkLogStore {
    SlowStore(Configuration configuration) {
      super(configuration);
    }

    @Override
    void publish(java.nio.file.Path aside, java.nio.file.Path target, boolean overwrite)
        throws IOException {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(3));
      super.publish(aside, target, overwrite);
    }
  }
}
