// Tokens made by another JOSE implementation, joserfc 1.6.5 for Python, with this script (keys and vectors differ from run to run):
/*
import base64, hashlib, hmac, json
from joserfc import jwe, jws
from joserfc.jwk import OctKey, RSAKey, ECKey
signing = b"sandbox-signing-key-of-32-bytes!"; encryption = b"sandbox-cipher-key-of-32-bytes!!"
claims = {"iss": "ferry", "iat": 1700000000, "nbf": 1700000000, "exp": 4102444800}
registry = jwe.JWERegistry(algorithms=["dir", "A128CBC-HS256", "A128GCM"])
def sign(claims, alg="HS256", key=OctKey.import_key(signing)):
    return jws.serialize_compact({"alg": alg, "typ": "JWT"}, json.dumps(claims), key, algorithms=[alg])
def seal(content, key=encryption, **header):
    header = {"cty": "JWT", "enc": "A128CBC-HS256", "alg": "dir", **header}
    return jwe.encrypt_compact({k: v for k, v in header.items() if v}, content, OctKey.import_key(key), registry=registry)
rsa = RSAKey.generate_key(2048); ec = ECKey.generate_key("P-256")
without = lambda name: {k: v for k, v in claims.items() if k != name}
unsigned = ".".join(base64.urlsafe_b64encode(p).rstrip(b"=").decode() for p in (b'{"alg":"none"}', json.dumps(claims).encode())) + "."
tokens = {
  "good": seal(sign(claims)),
  "otherSigningKey": seal(sign(claims, key=OctKey.import_key(signing[::-1]))),
  "hs512Inside": seal(sign(claims, "HS512", OctKey.import_key(signing * 2))),
  "unsignedInside": seal(unsigned),
  "plainClaimsInside": seal(json.dumps(claims)),
  "withoutContentType": seal(sign(claims), cty=None),
  "gcm": seal(sign(claims), key=encryption[:16], enc="A128GCM"),
  "withoutExpiry": seal(sign(without("exp"))),
  "textExpiry": seal(sign({**claims, "exp": "tomorrow"})),
  "rs256": seal(sign(claims, "RS256", rsa)),
  "es256": seal(sign(claims, "ES256", ec)),
}
print(f'enum ForeignTokens {{\n  static let rsaPublicKey = """\n{chr(10).join("    "+l for l in rsa.as_pem(private=False).decode().splitlines())}\n    """\n')
print(f'  static let ecPublicKey = """\n{chr(10).join("    "+l for l in ec.as_pem(private=False).decode().splitlines())}\n    """')
for name, token in tokens.items():
    print(f'\n  static let {name} =\n    "' + '"\n    + "'.join(token[i:i + 120] for i in range(0, len(token), 120)) + '"')
print("}")
*/

/// Issued at 1700000000, good until 4102444800 (the year 2100), for ``TestKeys``, unless the name says otherwise.
enum ForeignTokens {
  static let rsaPublicKey = """
    -----BEGIN PUBLIC KEY-----
    MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA8qmtD0+DhUpHfEI1f+6H
    Gysj3t40xuM01nxU/7xTkpTrob2kI/B3wR6KD3Hbgb+nVO9WvxSETmi+7RlJfPVp
    csMBwdKXyW4PEiq12T0XYqpgJNsoKLfhn/5V4y4zUz85dhiXii4lmD+UPPRZgZGC
    dQ1Yu3u5lAhLI4vwa5qCRJ8oRunBDZDuzdw48fwLsmDFjmRVLzoohgQpIVk870Cn
    jemfW9YsAcFNyQMJFPpNzsTrlssKefhWGHuxymJkWyybNGV1/Ftdk3RTRV604onQ
    3IxPCl/J4b5IRWzXivOTzibedgZ1TTwbvqqcU5QokAnbRlIN+mr0IenbVRPnAkYO
    rQIDAQAB
    -----END PUBLIC KEY-----
    """

  static let ecPublicKey = """
    -----BEGIN PUBLIC KEY-----
    MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE4emsv1/To7JZWQF3k9x7XSq8AWLe
    hLFHpmkG92u+S1iUDB9I+LEgehBWdyspg44PRCOkMbMvzDGGkFHvwGp+Jw==
    -----END PUBLIC KEY-----
    """

  static let good =
    "eyJjdHkiOiJKV1QiLCJlbmMiOiJBMTI4Q0JDLUhTMjU2IiwiYWxnIjoiZGlyIn0..MmaSLM_8Nn7RH7iKZYnyQg.T3GKaXtk2MTw-9UM4SxGyY-s1iTIJDaY"
    + "51GgkglruEvvRjfWAEnLiLJO1kCkNfxHSw3uqezKPD_b85coPoT5BJYPSfA07fc08DLgsVjFSunXMh13RX_AuFVA-E47rpYshBuwEr9bIyLxBCa9pZ_GNCeS"
    + "F6yWWjz2GmJ5dmmKM862nt3hqtr3R0uiv0qsZu1DO4MLANzBhRwWZOSB_VTlaXS5_voUGpFOvOJrcy-xZYpJLt9XZBCpucFSQWtD5Vu3.At5pkWgden3OXIC"
    + "7IEpnfQ"

  static let otherSigningKey =
    "eyJjdHkiOiJKV1QiLCJlbmMiOiJBMTI4Q0JDLUhTMjU2IiwiYWxnIjoiZGlyIn0..x_uQZErWTDzXanQ4K_pYXg.BrbHSXf_KHvzP0acVR60LwVP7TlOZXDV"
    + "3Ne-FT4igAf7_o3ygUbSZHIzf9ZaXcP8yILbBp5bZ_cLrVWVHvu_Ugj_Hzx-i6qcqa8S06tS6IgU-VRqVVlmr9R3OdDwRth_sDpURo-maxKuu4ItB-bIIeO8"
    + "AnsR0r0HOtzQLjTlRFPa0n6Xg2dwLJQJwDKLALgc2vven9BBD_ntZBDussxfVo6MqjLjgeDA0nQTSapGYTCWyuPGgcBma6keCm5fscAY.hRTzqZFtWb1UgCa"
    + "iaMMU2w"

  static let hs512Inside =
    "eyJjdHkiOiJKV1QiLCJlbmMiOiJBMTI4Q0JDLUhTMjU2IiwiYWxnIjoiZGlyIn0..G8A_HGWR3_ht_hw6xRiLHA.a7naib7ms5_wiuwmv-jBSS0zBTu2FeaC"
    + "QQDMtx9NzSDMiWOxKKhhN-DGwhB90d-9m2mfEXHYYo5fTRzM_YMQhj6vXx_m8Ir-3qFBrdM1VcFS6_G-MK_jsyxOCxd1wgzEtcbecKnn4LxNwsZD8JeCla31"
    + "BLG74YoN8dZqrSoOnddi4yXHlx7Fez5q7PV5NfYkjsVVEJmZ8Jmv75xWsCZ8vx--3LbtDrQxSAFLNuwv-sVpO1yvi1xmjt0yhrWn5lrAe7Z-T0xAJ6883YqE"
    + "jKBy55l5_oQp7rPXwYWuuD389S8.Bu92lzWmNRIVeJ9kqZ1kAg"

  static let unsignedInside =
    "eyJjdHkiOiJKV1QiLCJlbmMiOiJBMTI4Q0JDLUhTMjU2IiwiYWxnIjoiZGlyIn0..ERx7vP9_tWrLwLTbqcDGow.mbP8b31Wavwvybyvl2PeJgyX08XRxFKN"
    + "2LigHjckdZ9xZidgQkaA6uauj35ac956OHR8NlQRorJScPG5sdNoujWUVQ0zxbgEUMVfLizbfi5IyPdzHJS_f8wxhv3X_jrr8nR7qT-ubyRId-YAEzjtFv0-"
    + "2PCmUmK8xDKvVKdcfeg.0fQFEC616cPFbMSgRSG75Q"

  static let plainClaimsInside =
    "eyJjdHkiOiJKV1QiLCJlbmMiOiJBMTI4Q0JDLUhTMjU2IiwiYWxnIjoiZGlyIn0..8XhCK9PyaPaXnBBKXhc3Vg.mQtfYKAcEHzqqWmXoJt5xbRbZ9P7SRIX"
    + "ARlPqEjw-YUNzP83osTbi204zPluDVZoUcrghVHW8Boxffna40Gg04i1m4muGTvKWUa7Cw88E-4.k2UarDzDJyJe8K7vyYzUKQ"

  static let withoutContentType =
    "eyJlbmMiOiJBMTI4Q0JDLUhTMjU2IiwiYWxnIjoiZGlyIn0..Z14a1Ediq_LHodEvPRc_DQ.5oux_51eNSM0RVyfoUhzd8d2oaEzKBwJdIlBADhYLokXWikQ"
    + "XxD3wCSe-jSPadeDBRlPiipNJFPivTDjxgSkyKqmbE0t5EzfQOSBkqVlbYFsR6v_uBN2sA28aN_z8NMcLmfldSKNeZmklsdW3XOuOoYVu6LLtkUaZZ3dfzF0"
    + "em3Q8q-Hj9LlNCm-DbUj1LSpu-UwvVpSbDBBTcgIXPjEFzCjjs8GnKqPUwowjg5ZmYx51wq1-EYa684Qwv6UFcqk.ipD_XrVEW8W9vVj-MSyFcA"

  static let gcm =
    "eyJjdHkiOiJKV1QiLCJlbmMiOiJBMTI4R0NNIiwiYWxnIjoiZGlyIn0..tXhM3avocyWhwj2S.95Aood7Ler4ipfpyrvJuWFCne3m3WtprggGKDTWrZ9xeeK"
    + "kZwW2Yo-ki-8Aa8JxhDKHgPl3C6Y4Jmub50yeRKarCvqh52Ng1mKlKkCxUHud68kO5tMQuxB2WiW52MLOcN9v4HCJMd84xuu9dMUo2av8pn8z9U5bip3CkPa"
    + "IXFsPQqO32sCR6YT9ptnkD_pmnkdJh41096tCqrsFLnhCv5j1Ft4Mm0as5eoCe6cvUlZ8XuVQ.z495y0C_YWSgSox2zuq0vg"

  static let withoutExpiry =
    "eyJjdHkiOiJKV1QiLCJlbmMiOiJBMTI4Q0JDLUhTMjU2IiwiYWxnIjoiZGlyIn0..8dRUamJbs8sb7pdwfzbKEg.lu3HENcKH6YQRz5e5AuHaCjCGgz9VDVu"
    + "kfTLj9v44y2yEIhoHODY7Ziio2OMZmKOM731yoAKeqQej7LfGDThIuqEUg2eD2wuuxkPsX8XzYia46-SMagWIWy9Zf4oJMQXZZLcWiPrG1xuDdwYQxgBIMuq"
    + "cBOUw70zdgyUSh04RryduM-18p7T7XdyNThKuu3DLt8uk7QXT-0zj55_Xv-hFQ.YGBLDAe1kpR6sFXA_0If0w"

  static let textExpiry =
    "eyJjdHkiOiJKV1QiLCJlbmMiOiJBMTI4Q0JDLUhTMjU2IiwiYWxnIjoiZGlyIn0..yst8g_QGvRaSjxIvS96JWQ.Py_i_A-BhxiuvI0uuHVme7fit5-yz9C_"
    + "ILM0Hvl5W1PsHgySMAN6m_w49j8F6MJi1InvDdV6g9AkzPKBKq65gKmtAsLiuFnTAxkF84U6fAPN0BR9gaRgmIutIINOqskrrDIQkcVNcBc3VY6JEYEkMSOF"
    + "ShIlVfGYD43cuq9v9rZ8Et4CNLr5e5rut3-CqbnxC-c37YTden222Tktq8dxdz4if_HvBUf-86Vjc_ie0uq5dO9IOekIwsBgP0l78oUg.npDgdcnza9NlAnn"
    + "b5PU5LQ"

  static let rs256 =
    "eyJjdHkiOiJKV1QiLCJlbmMiOiJBMTI4Q0JDLUhTMjU2IiwiYWxnIjoiZGlyIn0..m6PaHBzIKFdcsU06SkD6ww.leqpdBzs_ATrC5IhBe6A7ZzxQ4snfuzk"
    + "KxYRN3TZZL3wqGUcXMNGmX35iZ4CjXmFNVsXsQVSqc3JcJ4GEgjRtpuUsEDL5hH_1oI7nhJlb9hAqKZu-w7rDKYg_TwNgffOgJyyQD10weIf7e-8s4sMw9sg"
    + "2EcYdvGXCU9mlSQxyS7dtxj2Lu2knQ7rDi0kExDBuQaM0sMnkTeRLPoXOAn19RrW3zevOBqqyJeCRNOZLWFDeHGsttndKGWRGID2tOjCm3XwQLgmwFyKy6Do"
    + "d7Qywo4rLyT3OqqQWLYKLeesP6Kf0sRVMT_yPQsnQuOwCKnQoqpel1EeFQBoCTrtemQRGYExtVB7nMuBYHvJzvwZ-bTdGSVaBL_j_GASSYig1QY0R8cITouT"
    + "mdLR5mcHehj068nKfqRvu7qEMwPZBXX7SbBmw3Uo1i4a4XM4GIgiRWqihL13cWzyneRLthoVAxoKW08QI_nXK4k7YhesOsl-1N678ulHJj1AYCUZiHdTXUK2"
    + "fpAErjQNFxg5Kn7wVjKQpVI6yhdu5Vnq-2vGZwvAxbE4i_JY_V26tZsFA_m9qVkHv_ydXeTYl32mS0qN9k8Q3Hnic0vKB-9oGor1kCS53_DFy0OLZ-tp63nx"
    + "YysjIKjJ.MTmwnfn60S_LEg2FxMPPYg"

  static let es256 =
    "eyJjdHkiOiJKV1QiLCJlbmMiOiJBMTI4Q0JDLUhTMjU2IiwiYWxnIjoiZGlyIn0..fWsj56XJVe0BO2jpKp0hzQ.EPSwe3KcfHOf7DLJ4jqerDWvQKGRYFdo"
    + "BnTxbobtp9Oh9v99h_Mn7PD3noIvY9vEsDnizJGYpcLXmzJacqJiaykTEDuYbgGSTReoHlAdhr8K2j6JpqqRAdADTBaIjGfiVkxASGjTqgxueGAgQ-oajyjN"
    + "LJVdPrwEw7CG5BAMfGm3oJXRAlZFqhvqzZNVe5CiJAL6uSO5plZjRH2Lf_-M4DGDV1QHoy5EIaYvrX3FBOm9p-Ejkvhms4UEfeUv7ObiRSUR06C4k9jvR4zk"
    + "5A2AEjxLUcYDRbUO3EIOSP_P-7A.K8VdLJC3_FNC8WBVQAXn3w"
}
