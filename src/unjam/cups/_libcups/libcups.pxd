# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

# Every C name of libcups 2.4 that the binding uses. Another libcups is another file like this one.

from libc.time cimport time_t


cdef extern from "cups/cups.h" nogil:
    # --- cups/http.h
    ctypedef struct http_t:
        pass
    ctypedef struct cups_array_t:
        pass
    ctypedef struct http_addr_t:
        pass
    ctypedef struct http_addrlist_t:
        pass
    ctypedef struct http_credential_t:
        void *data
        size_t datalen

    ctypedef enum http_encryption_t:
        pass

    ctypedef enum http_status_t:
        HTTP_STATUS_CONTINUE
        HTTP_STATUS_OK

    ctypedef enum http_state_t:
        HTTP_STATE_WAITING

    ctypedef enum http_field_t:
        HTTP_FIELD_CONNECTION
        HTTP_FIELD_CONTENT_LENGTH
        HTTP_FIELD_CONTENT_TYPE
        HTTP_FIELD_AUTHORIZATION
        HTTP_FIELD_LOCATION
        HTTP_FIELD_WWW_AUTHENTICATE

    ctypedef enum http_version_t:
        HTTP_VERSION_1_1

    ctypedef int (*http_timeout_cb_t)(http_t *http, void *user_data) noexcept nogil

    http_addrlist_t *httpAddrGetList(const char *hostname, int family, const char *service)
    void httpAddrFreeList(http_addrlist_t *addrlist)
    http_t *httpConnect2(
        const char *host, int port, http_addrlist_t *addrlist, int family,
        http_encryption_t encryption, int blocking, int msec, int *cancel)
    int httpReconnect2(http_t *http, int msec, int *cancel)
    void httpClose(http_t *http)
    void httpSetTimeout(http_t *http, double timeout, http_timeout_cb_t cb, void *user_data)
    int httpGetFd(http_t *http)
    http_addr_t *httpGetAddress(http_t *http)
    int httpAddrLocalhost(const http_addr_t *addr)
    int httpWait(http_t *http, int msec)
    int httpIsEncrypted(http_t *http)
    int httpIsChunked(http_t *http)
    int httpError(http_t *http)
    int httpGet(http_t *http, const char *uri)
    int httpPost(http_t *http, const char *uri)
    int httpPut(http_t *http, const char *uri)
    void httpClearFields(http_t *http)
    void httpSetField(http_t *http, http_field_t field, const char *value)
    const char *httpGetField(http_t *http, http_field_t field)
    void httpSetLength(http_t *http, size_t length)
    void httpSetExpect(http_t *http, http_status_t expect)
    http_status_t httpUpdate(http_t *http)
    http_state_t httpGetState(http_t *http)
    http_version_t httpGetVersion(http_t *http)
    long long httpGetRemaining(http_t *http)
    size_t httpGetReady(http_t *http)
    Py_ssize_t httpRead2(http_t *http, char *buffer, size_t length)
    Py_ssize_t httpWrite2(http_t *http, const char *buffer, size_t length)
    int httpFlushWrite(http_t *http)
    char *httpGetAuthString(http_t *http)
    int httpCopyCredentials(http_t *http, cups_array_t **credentials)
    void httpFreeCredentials(cups_array_t *certs)
    int httpCredentialsAreValidForName(cups_array_t *credentials, const char *common_name)
    void *cupsArrayFirst(cups_array_t *a)

    # --- cups/cups.h
    ctypedef const char *(*cups_password_cb2_t)(
        const char *prompt, http_t *http, const char *method, const char *resource,
        void *user_data) noexcept nogil

    ctypedef struct cups_option_t:
        char *name
        char *value

    ctypedef struct cups_dest_t:
        char *name
        char *instance
        int is_default
        int num_options
        cups_option_t *options

    ctypedef unsigned cups_ptype_t
    ctypedef int (*cups_dest_cb_t)(
        void *user_data, unsigned flags, cups_dest_t *dest) noexcept nogil

    enum:
        CUPS_DEST_FLAGS_NONE
        CUPS_DEST_FLAGS_REMOVED

    const char *cupsServer()
    const char *cupsUser()
    int ippPort()
    http_encryption_t cupsEncryption()
    void cupsSetServer(const char *server)
    void cupsSetUser(const char *user)
    void cupsSetEncryption(http_encryption_t e)
    void cupsSetPasswordCB2(cups_password_cb2_t cb, void *user_data)
    int cupsDoAuthentication(http_t *http, const char *method, const char *resource)
    int cupsEnumDests(
        unsigned flags, int msec, int *cancel, cups_ptype_t type, cups_ptype_t mask,
        cups_dest_cb_t cb, void *user_data)
    int cupsAddOption(
        const char *name, const char *value, int num_options, cups_option_t **options)
    void cupsFreeOptions(int num_options, cups_option_t *options)
    void cupsEncodeOptions2(
        ipp_t *ipp, int num_options, cups_option_t *options, ipp_tag_t group_tag)
    const char *cupsLastErrorString()
    ipp_status_t cupsLastError()

    # --- cups/ipp.h
    ctypedef struct ipp_t:
        pass
    ctypedef struct ipp_attribute_t:
        pass

    ctypedef enum ipp_tag_t:
        IPP_TAG_ZERO
    ctypedef enum ipp_op_t:
        pass
    ctypedef enum ipp_res_t:
        IPP_RES_PER_INCH
    ctypedef enum ipp_status_t:
        IPP_STATUS_ERROR_CUPS_PKI
    ctypedef enum ipp_state_t:
        IPP_STATE_DATA

    ctypedef unsigned char ipp_uchar_t
    ctypedef Py_ssize_t (*ipp_iocb_t)(
        void *context, ipp_uchar_t *buffer, size_t bytes) noexcept nogil

    ipp_t *ippNew()
    void ippDeleteAttribute(ipp_t *ipp, ipp_attribute_t *attr)
    ipp_attribute_t *ippFindAttribute(ipp_t *ipp, const char *name, ipp_tag_t value_tag)
    int ippSetString(ipp_t *ipp, ipp_attribute_t **attr, int element, const char *strvalue)
    ipp_attribute_t *cupsEncodeOption(
        ipp_t *ipp, ipp_tag_t group_tag, const char *name, const char *value)
    void ippDelete(ipp_t *ipp)
    int ippSetOperation(ipp_t *ipp, ipp_op_t op)
    int ippSetRequestId(ipp_t *ipp, int request_id)
    ipp_state_t ippWriteIO(void *dst, ipp_iocb_t cb, int blocking, ipp_t *parent, ipp_t *ipp)
    ipp_state_t ippReadIO(void *src, ipp_iocb_t cb, int blocking, ipp_t *parent, ipp_t *ipp)
    ipp_attribute_t *ippAddBooleans(
        ipp_t *ipp, ipp_tag_t group, const char *name, int num_values, const char *values)
    ipp_attribute_t *ippAddIntegers(
        ipp_t *ipp, ipp_tag_t group, ipp_tag_t value_tag, const char *name, int num_values,
        const int *values)
    ipp_attribute_t *ippAddRanges(
        ipp_t *ipp, ipp_tag_t group, const char *name, int num_values, const int *lower,
        const int *upper)
    ipp_attribute_t *ippAddResolution(
        ipp_t *ipp, ipp_tag_t group, const char *name, ipp_res_t units, int xres, int yres)
    int ippSetResolution(
        ipp_t *ipp, ipp_attribute_t **attr, int element, ipp_res_t unitsvalue, int xresvalue,
        int yresvalue)
    ipp_attribute_t *ippAddStrings(
        ipp_t *ipp, ipp_tag_t group, ipp_tag_t value_tag, const char *name, int num_values,
        const char *language, const char *const *values)
    ipp_attribute_t *ippAddOctetString(
        ipp_t *ipp, ipp_tag_t group, const char *name, const void *data, int datalen)
    int ippSetOctetString(
        ipp_t *ipp, ipp_attribute_t **attr, int element, const void *data, int datalen)
    ipp_attribute_t *ippAddDate(
        ipp_t *ipp, ipp_tag_t group, const char *name, const ipp_uchar_t *value)
    ipp_attribute_t *ippAddOutOfBand(
        ipp_t *ipp, ipp_tag_t group, ipp_tag_t value_tag, const char *name)
    ipp_attribute_t *ippAddCollections(
        ipp_t *ipp, ipp_tag_t group, const char *name, int num_values, const ipp_t **values)
    ipp_attribute_t *ippFirstAttribute(ipp_t *ipp)
    ipp_attribute_t *ippNextAttribute(ipp_t *ipp)
    const char *ippGetName(ipp_attribute_t *attr)
    ipp_tag_t ippGetGroupTag(ipp_attribute_t *attr)
    ipp_tag_t ippGetValueTag(ipp_attribute_t *attr)
    int ippGetCount(ipp_attribute_t *attr)
    int ippGetBoolean(ipp_attribute_t *attr, int element)
    int ippGetInteger(ipp_attribute_t *attr, int element)
    int ippGetRange(ipp_attribute_t *attr, int element, int *upper)
    int ippGetResolution(ipp_attribute_t *attr, int element, int *yres, ipp_res_t *units)
    const char *ippGetString(ipp_attribute_t *attr, int element, const char **language)
    const ipp_uchar_t *ippGetDate(ipp_attribute_t *attr, int element)
    void *ippGetOctetString(ipp_attribute_t *attr, int element, int *datalen)
    ipp_t *ippGetCollection(ipp_attribute_t *attr, int element)
