// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/read_guard.h"

#include <algorithm>
#include <cstring>

#include <tiffio.h>

namespace ccad::imaging {

/// The content of a file, for libtiff's callbacks.
struct TiffSource
{
    const char* begin = nullptr;
    toff_t size = 0;
    toff_t position = 0;
    const ReadGuard* guard = nullptr;

    /// Gives nothing more once the reading is over: libtiff has no other way to be stopped.
    static tmsize_t read(thandle_t handle, void* target, tmsize_t count)
    {
        auto* source = static_cast<TiffSource*>(handle);
        if (source->guard->isOver())
            return 0;
        const toff_t rest = source->size - std::min(source->position, source->size);
        const toff_t taken = std::min(static_cast<toff_t>(std::max<tmsize_t>(count, 0)), rest);
        if (taken > 0) // a position far behind the end is no place to point at
            std::memcpy(target, source->begin + source->position, taken);
        source->position += taken;
        return static_cast<tmsize_t>(taken);
    }
    static tmsize_t write(thandle_t, void*, tmsize_t) { return 0; }
    static toff_t seek(thandle_t handle, toff_t offset, int from)
    {
        auto* source = static_cast<TiffSource*>(handle);
        const toff_t base = from == SEEK_CUR ? source->position
            : from == SEEK_END               ? source->size
                                             : 0;
        return source->position = base + offset;
    }
    static int close(thandle_t) { return 0; }
    static toff_t length(thandle_t handle) { return static_cast<TiffSource*>(handle)->size; }
};

} // namespace ccad::imaging
