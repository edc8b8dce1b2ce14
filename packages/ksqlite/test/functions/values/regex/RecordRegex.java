import java.io.*;
import java.nio.charset.StandardCharsets;
import java.util.*;
import java.util.regex.*;

/**
 * Random patterns and texts, and what java.util.regex makes of them: lines of JSON. patterns-on-the-jvm.json is what
 * `java RecordRegex.java 7 900` printed on a JDK 17, in an array.
 */
public class RecordRegex {
  static Random random;
  static int groups;

  static String pick(String... all) { return all[random.nextInt(all.length)]; }

  static String atom(int depth) {
    int n = random.nextInt(depth > 0 ? 34 : 22);
    switch (n) {
      case 0: case 1: case 2: case 3: return "a";
      case 4: case 5: return "b";
      case 6: return "c";
      case 7: return ".";
      case 8: return pick("\\w", "\\d", "\\s", "\\W", "\\D", "\\S", "\\h", "\\v", "\\H", "\\R");
      case 9: return pick("[ab]", "[^a]", "[a-c]", "[^b-d]", "[a-z&&[^b]]", "[a[bc]]", "[^a[b]]", "[a-c&&b-d]", "[^a-c&&[b]]", "[\\d.-]", "[]a]", "[a&&]", "[\\w&&[^\\d]]", "[a\\-c]");
      case 10: return pick("\\p{L}", "\\p{Lu}", "\\p{IsLatin}", "\\p{Alpha}", "\\p{Punct}", "\\P{L}", "\\pN", "\\p{IsAlphabetic}", "\\p{Lower}", "\\p{javaLowerCase}", "\\p{IsGreek}", "\\p{Space}", "\\p{sc=Latin}", "\\p{gc=Ll}", "\\p{IsUppercase}", "\\p{IsPunctuation}");
      case 11: return pick("^", "$", "\\b", "\\B", "\\A", "\\z", "\\Z", "\\G");
      case 12: return pick("\\Qa.b\\E", "\\x61", "\\u0062", "\\x{1F600}", "\\0141", "\\t", "\\.", "\\e", "\u00e9", "\ud83d\ude00");
      case 13: return groups > 0 ? "\\" + (1 + random.nextInt(groups)) : "c";
      case 14: case 15: return "A";
      case 16: return "\n"; case 17: return "\r"; case 18: return " "; case 19: return "1"; case 20: return "_"; case 21: return "-";
      case 22: case 23: case 24: case 25: { groups++; return "(" + alternatives(depth - 1) + ")"; }
      case 26: case 27: return "(?:" + alternatives(depth - 1) + ")";
      case 28: return "(?=" + alternatives(depth - 1) + ")";
      case 29: return "(?!" + alternatives(depth - 1) + ")";
      case 30: return pick("(?<=", "(?<!") + alternatives(0) + ")";
      case 31: return "(?>" + alternatives(depth - 1) + ")";
      case 32: return pick("(?i:", "(?s:", "(?m:", "(?iu:", "(?x:", "(?d:", "(?ms:", "(?-i:") + alternatives(depth - 1) + ")";
      default: return pick("(?i)", "(?m)", "(?s)", "(?u)", "(?d)", "(?x)", "(?iu)", "(?-i)");
    }
  }
  static String quantified(int depth) {
    String atom = atom(depth);
    if (random.nextInt(3) > 0) return atom;
    return atom + pick("*", "+", "?", "{2}", "{1,2}", "{0,3}", "{2,}") + pick("", "", "", "", "?", "+");
  }
  static String sequence(int depth) {
    StringBuilder b = new StringBuilder();
    for (int i = random.nextInt(4); i >= 0; i--) b.append(quantified(depth));
    return b.toString();
  }
  static String alternatives(int depth) {
    StringBuilder b = new StringBuilder(random.nextInt(12) == 0 ? "" : sequence(depth));
    while (random.nextInt(3) == 0) b.append('|').append(random.nextInt(8) == 0 ? "" : sequence(depth));
    return b.toString();
  }
  static String text() {
    StringBuilder b = new StringBuilder();
    for (int i = random.nextInt(9); i > 0; i--)
      b.append(pick("a", "a", "a", "b", "b", "c", "A", "B", "1", " ", "\n", "\r", "\r\n", "_", "-", ".", "\u00e9", "\u00c9", "\u0301", "\u03b1", "\ud83d\ude00", "\ud83d", "\u2028", "\u0085", "\t", "\u017f", "k", "\u212a", "d"));
    return b.toString();
  }
  static String json(String s) {
    StringBuilder b = new StringBuilder("\"");
    for (char c : s.toCharArray()) {
      if (c == '"' || c == '\\') b.append('\\').append(c);
      else if (c < 0x20 || c > 0x7e) b.append(String.format("\\u%04x", (int) c));
      else b.append(c);
    }
    return b.append('"').toString();
  }
  public static void main(String[] arguments) throws Exception {
    random = new Random(Long.parseLong(arguments[0]));
    int count = Integer.parseInt(arguments[1]);
    PrintStream out = new PrintStream(new BufferedOutputStream(System.out), false, StandardCharsets.UTF_8);
    for (int i = 0; i < count; i++) {
      groups = 0;
      String pattern = alternatives(3);
      List<String> texts = List.of(text(), text(), text());
      StringBuilder b = new StringBuilder("[").append(json(pattern));
      Pattern compiled = null;
      try { compiled = Pattern.compile(pattern); } catch (PatternSyntaxException e) { if (random.nextInt(4) > 0) continue; }
      for (String text : texts) {
        b.append(',').append(json(text)).append(',');
        if (compiled == null) { b.append("null"); continue; }
        Matcher m = compiled.matcher(text);
        b.append('[');
        boolean more = false;
        while (m.find()) {
          if (more) b.append(',');
          more = true;
          b.append('[');
          for (int g = 0; g <= m.groupCount(); g++) { if (g > 0) b.append(','); b.append(m.start(g)); if (m.start(g) >= 0) b.append(',').append(m.end(g)); else b.append(",-1"); }
          b.append(']');
        }
        b.append(']');
      }
      out.println(b.append(']'));
    }
    out.flush();
  }
}
