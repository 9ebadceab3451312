/*
 * Answers requests on standard input until it ends. A request is a type's number, a length and as many bytes; the
 * answer is the number of bytes that C's decoder took (or -1 when it refused), a length and the value encoded again.
 */
#include "protocol.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>

static const struct {
    xdrproc_t code;
    size_t size;
} types[] = {
#include "types.inc"
};

static int readWord(uint32_t *word) {
    if (fread(word, sizeof *word, 1, stdin) != 1)
        return 0;
    *word = ntohl(*word);
    return 1;
}

static void writeWord(uint32_t word) {
    word = htonl(word);
    fwrite(&word, sizeof word, 1, stdout);
}

int main(void) {
    uint32_t type, length;

    while (readWord(&type) && readWord(&length)) {
        char *input = malloc(length + 1);
        /* More than the value can need, so that too many bytes show. */
        char *output = malloc(length + 64);
        void *value = calloc(1, types[type].size);
        XDR in, out;

        if (!input || !output || !value || fread(input, 1, length, stdin) != length)
            return 1;
        xdrmem_create(&in, input, length, XDR_DECODE);
        xdrmem_create(&out, output, length + 64, XDR_ENCODE);
        if (!types[type].code(&in, value)) {
            writeWord(-1);
            writeWord(0);
        } else if (!types[type].code(&out, value)) {
            return 2;
        } else {
            writeWord(xdr_getpos(&in));
            writeWord(xdr_getpos(&out));
            fwrite(output, 1, xdr_getpos(&out), stdout);
        }
        xdr_free(types[type].code, value);
        free(value);
        free(input);
        free(output);
    }
    return 0;
}
