/// Keys that are published with these tests, and good for nothing else.
package enum TestKeys {
    /// 2048 bits.
    package static let rsa = """
        -----BEGIN PRIVATE KEY-----
        MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQDEMl1fu7iiRO07
        K7KwZxrE1UaI3c52Ck3sBGAu7kakkGRqO720sRcQiOzsbj3ME85GhNpvelaozrW3
        dT6vSOjc1PwNcuanmeG4Q2b8H1uAgrSSJo1I/XrW2boSGNjHrN7AUZR8t7z+WHZf
        suy7ZZyIeaUG/oaWUuEbYqwMVVbe2/9utpiNNpDiy3I3s55dfj+ZTPvHY8s5kNad
        HXfToIUf4tz/06E4WjKqeeErdOtcdHtn+eSwPd92X/VJS9NgZcADtGzrOM6HOIpc
        NJmxHoLf4VNFtxcL53GuLY1IWrYI0HLHyYYzsnSmYKKONKkDIaTDKdWlzrBwSL3o
        wKiH+oq5AgMBAAECggEALOULec8WakdUc7BFpNkLBpR5HfOHfXpRJ1s++S48Cwch
        ey+tcs39JaL3eAin6m1zy64138GCWAFpEpBpJioMYw/3l0o+Hob3YDdINxQj143R
        LQpWVSfvtn8+9UorPNHBbQed70YKILd0auSiCCWxwob3bNjMSlSvvxj+npnelYMi
        VZQQoGhwcF64d/YsM90eHdjOOnMCn8GsiJZ56vi0PbcczW782ZuvNVYvFX8r7SzF
        2ihmnlMnbJIaiRilhqpmZCYf3yGuU57FYQRZuVKvG1Hmc5mB70UM4VPRhxW2LgzR
        fFDvKwhS2ug0/m1mrwOp2koMBucrxmknJ1nGVy8iQwKBgQDozTaJlaUfCv0yJU4K
        FjROyGxRSCQzPTLMjUZ6bmikINbGc+79HvVkSTikQK0l2XnfkqD3Le0oayJPC/jn
        AtXIPocfn9RYpwCjAF86geobtwHuCSYh1c84gMW3Yy0RgPckHVSeFW202n9hucLP
        Cd+hxgkJuPh+MI70o46DsxO3+wKBgQDXv1vHo0fbEdoIIwM9ra6BFKHg/aKrpYp6
        UGI+WaAOtE5OCKhVh6cLHe4WksbcDCnvx4zKzyDpttww88WcQZFZf7UquNk5cvtL
        XukrboekAgc71OwoP3DpTk5PEHlSJtp8C75hCeukb87rykW9L3oS7v7Ns4tSRaaF
        WJs+nhjF2wKBgQDL/VV2hYvkgaqPUCTrrb0z82cGaiJeS5fBqWFCUpCakLPhvSCC
        56e6snZRZuLRsZibEU6+iJ2wtv+fKCx3sAJHrpKUYWaeL+fc7KyFBeVvV5L3U0j4
        iPNE3YFiSiLpnYnxOUo2Iyy4NmU76pwK8unkRTUSMeR8HmyFbPOp7zauFQKBgDfn
        mAq1Hqt/hrXRDMfwt2UvSXsZfgtoS+fB6JMrejQVOK0zxRrUmc5hpQ4oXmsqo7tE
        RBFRdr/Y6Fmu8Se6PcWpN/KoD3G5f7BaGaVtcKxo8iLo24DaX5G0/smyBR3qf3bh
        PCW9AliLuFyU/1k0cjdxwoje210oOywWd7PUF6s9AoGAC/m46gNEoRkX5jYqI9Wf
        N0zONyUyKryjuaeKWgVWQkYdCX/QPYP4lFWzjTfAow883oQn+RbYtyVeW/J/ppqG
        MqHz2KR2oPURjFIPvTDXC2hMFkKUwB7sypfuTHg7bGhCaV1pBGipHo4rivqn2022
        fS4S+QUvwFXUeojz3271KB8=
        -----END PRIVATE KEY-----
        """

    /// The modulus of a key of 1024 bits, which is too small.
    package static let smallModulus = """
        vDEkfiFGWguEHGSM6F_fv9t4HJ90N5bU6QeS1_JPFPOt9VhsLRWhmmQK8R_y2kYIqIhvywVnumZolvZE7s2yUdo8zM\
        m_v-Bsubx_CmrhFLMZnMBVjLxRSgcVO1vmCpegVGfVmWUT0RoZlGwSKnguTLqWtDW1uENN9eoygNuyKnc
        """
}
