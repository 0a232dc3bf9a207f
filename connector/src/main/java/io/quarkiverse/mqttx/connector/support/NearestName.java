package io.quarkiverse.mqttx.connector.support;

import java.util.Collection;
import java.util.Locale;

/** Finds the known name that is closest to a misspelt one. */
public final class NearestName {

    private NearestName() {
    }

    /** The most similar of the names, or {@code null} when none is similar. */
    public static String of(String name, Collection<String> names) {
        String nearest = null;
        int distance = Math.max(2, name.length() / 3) + 1;
        for (String candidate : names) {
            int d = distance(name.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
            if (d < distance) {
                nearest = candidate;
                distance = d;
            }
        }
        return nearest;
    }

    /** How many characters must be changed, added or removed (Levenshtein). */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
