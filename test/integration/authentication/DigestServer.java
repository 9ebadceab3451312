import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Map;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.sasl.AuthorizeCallback;
import javax.security.sasl.RealmCallback;
import javax.security.sasl.Sasl;
import javax.security.sasl.SaslServer;

/**
 * Java's DIGEST-MD5 as the daemon's end: a password, a quality of protection and the largest piece are its arguments,
 * and its messages lines of hexadecimal digits. Behind the exchange it opens each piece, seals what was in it and sends
 * that back.
 */
class DigestServer {
  public static void main(String[] arguments) throws Exception {
    var properties = Map.of(Sasl.QOP, arguments[1], Sasl.STRENGTH, "high", Sasl.MAX_BUFFER, arguments[2]);
    SaslServer server =
        Sasl.createSaslServer(
            "DIGEST-MD5", "libvirt", "localhost", properties, callbacks -> answer(callbacks, arguments[0]));
    var lines = new BufferedReader(new InputStreamReader(System.in));
    say(server.evaluateResponse(new byte[0]));
    say(server.evaluateResponse(HexFormat.of().parseHex(lines.readLine())));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      byte[] framed = HexFormat.of().parseHex(line);
      byte[] plain = server.unwrap(framed, 4, framed.length - 4);
      byte[] sealed = server.wrap(plain, 0, plain.length);
      say(ByteBuffer.allocate(4 + sealed.length).putInt(sealed.length).put(sealed).array());
    }
  }

  private static void say(byte[] message) {
    System.out.println(HexFormat.of().formatHex(message));
    System.out.flush();
  }

  private static void answer(Callback[] callbacks, String password) {
    for (Callback callback : callbacks) {
      if (callback instanceof PasswordCallback asked) asked.setPassword(password.toCharArray());
      else if (callback instanceof NameCallback asked) asked.setName(asked.getDefaultName());
      else if (callback instanceof RealmCallback asked) asked.setText(asked.getDefaultText());
      else if (callback instanceof AuthorizeCallback asked) asked.setAuthorized(true);
    }
  }
}
