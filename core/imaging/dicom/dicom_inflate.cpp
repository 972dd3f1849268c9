// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/dicom/internal/dicom_inflate.h"

#include <zlib.h>

#include <algorithm>
#include <memory>

using namespace Qt::StringLiterals;

namespace ccad::imaging {

namespace {

constexpr qint64 chunkBytes = qint64{1} << 20;

/// The most bytes that a data set may grow to: 64 MiB, more than two films of 4000 x 4000 pixels,
/// or `times` its deflated size where that is more, up to what the largest picture takes. Deflating
/// makes a film half as long, a blank one a thousandth.
qint64 mostBytes(qint64 deflatedBytes, const ReadLimits& limits)
{
    constexpr qint64 always = qint64{64} << 20;
    constexpr qint64 times = 64;
    constexpr qint64 bytesPerPixel = 2;
    return std::min({limits.maxFileBytes, std::max(always, times * deflatedBytes),
                     std::max(always, bytesPerPixel * limits.maxPixels)});
}

struct InflateEnd
{
    void operator()(z_stream* stream) const { inflateEnd(stream); }
};

} // namespace

Result<QByteArray> inflateDataset(const QByteArray& content, qint64 offset, const ReadGuard& guard)
{
    z_stream stream{};
    // Negative window bits: a raw stream without zlib's own header.
    if (inflateInit2(&stream, -MAX_WBITS) != Z_OK)
        return Error{ErrorCode::Internal, u"zlib cannot be initialised"_s, {}};
    const std::unique_ptr<z_stream, InflateEnd> cleanUp(&stream);

    // Its buffer may be twice as large as what is in it.
    const qint64 most
        = std::min(mostBytes(content.size() - offset, guard.limits()), guard.left() / 2);
    QByteArray inflated;
    qint64 position = offset;
    int state = Z_OK;
    while (state != Z_STREAM_END) {
        if (auto ok = guard.check(u"inflating"_s); !ok)
            return ok.error();
        if (stream.avail_in == 0 && position < content.size()) {
            const qint64 take = std::min<qint64>(content.size() - position, chunkBytes);
            stream.next_in
                = reinterpret_cast<Bytef*>(const_cast<char*>(content.constData() + position));
            stream.avail_in = static_cast<uInt>(take);
            position += take;
        }
        const qint64 done = inflated.size();
        inflated.resize(done + chunkBytes);
        stream.next_out = reinterpret_cast<Bytef*>(inflated.data() + done);
        stream.avail_out = static_cast<uInt>(chunkBytes);
        state = inflate(&stream, Z_NO_FLUSH);
        inflated.resize(done + chunkBytes - stream.avail_out);
        if (inflated.size() > most)
            return Error{ErrorCode::TooLarge,
                         u"its deflated data set grows beyond the limit of %1 bytes"_s.arg(most),
                         {}};
        const bool starved
            = state == Z_BUF_ERROR && stream.avail_in == 0 && position >= content.size();
        if (starved || (state != Z_OK && state != Z_STREAM_END && state != Z_BUF_ERROR))
            return broken(u"its deflated data set breaks off or is damaged after %1 of %2 bytes"_s
                              .arg(position - offset - stream.avail_in)
                              .arg(content.size() - offset));
    }
    if (auto taken = guard.take(inflated.capacity()); !taken)
        return taken.error();
    return inflated;
}

} // namespace ccad::imaging
