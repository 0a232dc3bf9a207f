package io.quarkiverse.mqttx.connector.config;

import io.netty.util.NetUtil;

/** Where a host is expected, people write more than that: its port, a URI, several of them. */
final class HostName {

    private static final int MAX_PORT = 65535;

    private HostName() {
    }

    /** An IPv6 address without the brackets that it has in a URI; anything else as it is, without blanks around it. */
    static String of(String text) {
        String name = text.trim();
        boolean bracketed = name.startsWith("[") && name.endsWith("]") && isIpV6(name.substring(1, name.length() - 1));
        return bracketed ? name.substring(1, name.length() - 1) : name;
    }

    /** What is wrong with {@code host}, and what would be right; {@code null} when nothing is. */
    static String problem(String text) {
        String name = of(text);
        if (isHost(name)) {
            return null;
        }
        if (name.indexOf('@') >= 0) {
            return "has user and password before the host; use the attributes username and password, and the host alone";
        }
        if (name.indexOf(',') >= 0) {
            return "names several hosts; use a host name or an IP address alone, or the attribute servers, as in"
                    + " servers=mqtt://first:1883,mqtt://second:1883";
        }
        int scheme = name.indexOf("://");
        String authority = withoutPath(scheme < 0 ? name : name.substring(scheme + 3));
        String tls = scheme >= 0 && isTls(name.substring(0, scheme)) ? " and ssl=true" : "";
        String alone = scheme < 0 ? "" : "; for a URI there is the attribute servers";
        int colon = authority.lastIndexOf(':');
        String host = of(colon < 0 ? authority : authority.substring(0, colon));
        if (isHost(of(authority))) {
            return "use a host name or an IP address alone: host=" + of(authority) + tls + alone;
        }
        if (isHost(host) && (colon == authority.length() - 1 || isPort(authority.substring(colon + 1)))) {
            String port = authority.substring(colon + 1);
            return "use a host name or an IP address alone, and the attribute port: host=" + host
                    + (port.isEmpty() ? "" : tls.isEmpty() ? " and port=" + port : ", port=" + port) + tls + alone;
        }
        return "use a host name or an IP address alone; for a URI there is the attribute servers";
    }

    private static boolean isTls(String scheme) {
        return scheme.equalsIgnoreCase("mqtts") || scheme.equalsIgnoreCase("ssl");
    }

    private static String withoutPath(String text) {
        int end = text.indexOf('/');
        return end < 0 ? text : text.substring(0, end);
    }

    /** Whether it can be the name of a host, also one with an underscore, as containers have them, or its address. */
    static boolean isHost(String name) {
        if (isIpV6(name)) {
            return true;
        }
        boolean afterDot = true;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean dot = c == '.';
            if (dot && afterDot || !dot && c != '-' && c != '_' && !Character.isLetterOrDigit(c)) {
                return false;
            }
            afterDot = dot;
        }
        return !name.isEmpty();
    }

    private static boolean isIpV6(String name) {
        return name.indexOf(':') >= 0 && NetUtil.isValidIpV6Address(name);
    }

    private static boolean isPort(String text) {
        return text.length() <= 5 && text.chars().allMatch(c -> c >= '0' && c <= '9') && Integer.parseInt(text) >= 1
                && Integer.parseInt(text) <= MAX_PORT;
    }
}
