/*
 * Counts what a program asks of the CUDA driver: every function, how often, and how long the host was in it; and how long each kernel ran.
 * The driver loads it: CUDA_INJECTION64_PATH=libcalls.so CALLS_OUT=FILE program. The table is written when the program ends.
 */
#include <cupti.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { MOST = 4096, BUFFER = 8 << 20 };

struct entry {
    char name[120];
    uint64_t count;
    uint64_t nanoseconds;
};

static struct entry functions[MOST];
static struct entry kernels[MOST];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static __thread uint64_t entered;

static uint64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

static void add(struct entry *table, const char *name, uint64_t nanoseconds) {
    pthread_mutex_lock(&lock);
    for (int i = 0; i < MOST; i++) {
        if (table[i].count == 0) {
            snprintf(table[i].name, sizeof table[i].name, "%s", name);
        }
        if (strncmp(table[i].name, name, sizeof table[i].name - 1) == 0) {
            table[i].count++;
            table[i].nanoseconds += nanoseconds;
            break;
        }
    }
    pthread_mutex_unlock(&lock);
}

static void called(void *user, CUpti_CallbackDomain domain, CUpti_CallbackId id, const void *data) {
    const CUpti_CallbackData *call = data;
    (void)user;
    (void)domain;
    (void)id;
    if (call->callbackSite == CUPTI_API_ENTER) {
        entered = now();
    } else {
        add(functions, call->functionName, now() - entered);
    }
}

static void wanted(uint8_t **buffer, size_t *size, size_t *most) {
    *size = BUFFER;
    *most = 0;
    *buffer = aligned_alloc(8, BUFFER);
}

static void filled(CUcontext context, uint32_t stream, uint8_t *buffer, size_t size, size_t valid) {
    CUpti_Activity *record = NULL;
    (void)context;
    (void)stream;
    (void)size;
    while (cuptiActivityGetNextRecord(buffer, valid, &record) == CUPTI_SUCCESS) {
        if (record->kind == CUPTI_ACTIVITY_KIND_CONCURRENT_KERNEL) {
            const CUpti_ActivityKernel10 *kernel = (const void *)record;
            add(kernels, kernel->name, kernel->end - kernel->start);
        }
    }
    free(buffer);
}

static int longest(const void *a, const void *b) {
    uint64_t x = ((const struct entry *)a)->nanoseconds;
    uint64_t y = ((const struct entry *)b)->nanoseconds;
    return (x < y) - (x > y);
}

static void print(FILE *out, const char *what, struct entry *table) {
    qsort(table, MOST, sizeof *table, longest);
    for (int i = 0; i < MOST && table[i].count > 0; i++) {
        fprintf(out, "%s\t%llu\t%.3f\t%s\n", what, (unsigned long long)table[i].count, table[i].nanoseconds * 1e-6,
                table[i].name);
    }
}

static void finish(void) {
    const char *file = getenv("CALLS_OUT");
    FILE *out = file ? fopen(file, "w") : stderr;
    cuptiActivityFlushAll(1);
    if (out) {
        fprintf(out, "what\tcount\tmilliseconds\tname\n");
        print(out, "call", functions);
        print(out, "kernel", kernels);
        fflush(out);
    }
}

int InitializeInjection(void) {
    CUpti_SubscriberHandle subscriber;
    if (cuptiSubscribe(&subscriber, called, NULL) != CUPTI_SUCCESS ||
        cuptiEnableDomain(1, subscriber, CUPTI_CB_DOMAIN_DRIVER_API) != CUPTI_SUCCESS) {
        fprintf(stderr, "calls: CUPTI does not let itself be used\n");
        return 0;
    }
    cuptiActivityRegisterCallbacks(wanted, filled);
    cuptiActivityEnable(CUPTI_ACTIVITY_KIND_CONCURRENT_KERNEL);
    atexit(finish);
    return 1;
}
