// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/overlay_writer.h"

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dcdatset.h>
#include <dcmtk/dcmdata/dcdeftag.h>

#include <algorithm>

namespace ccad::test {

namespace {

QByteArray dataOf(const OverlaySpec& spec)
{
    const qsizetype step = spec.bitsAllocated;
    QByteArray bytes((qsizetype{spec.columns} * spec.rows * step + 7) / 8, '\0');
    for (int row = 0; row < spec.rows; ++row)
        for (int column = 0; column < spec.columns; ++column) {
            const qsizetype bit
                = (qsizetype{row} * spec.columns + column) * step + spec.bitPosition;
            if (spec.isSet(column, row))
                bytes[bit / 8] = static_cast<char>(bytes[bit / 8] | 1 << bit % 8);
        }
    if (spec.bytes >= 0)
        bytes.truncate(spec.bytes);
    if (bytes.size() % 2 != 0)
        bytes.append('\0');
    return bytes;
}

} // namespace

void addOverlay(DcmDataset& dataset, const OverlaySpec& spec)
{
    const auto key = [&spec](int element) {
        return DcmTagKey(static_cast<Uint16>(spec.group), static_cast<Uint16>(element));
    };
    const auto put = [&](int element, int value) {
        dataset.putAndInsertUint16(DcmTag(key(element), EVR_US), static_cast<Uint16>(value));
    };
    put(0x0010, spec.rows);
    put(0x0011, spec.columns);
    dataset.putAndInsertString(DcmTag(key(0x0040), EVR_CS), spec.type);
    const Sint16 origin[] = {static_cast<Sint16>(spec.top), static_cast<Sint16>(spec.left)};
    dataset.putAndInsertSint16Array(DcmTag(key(0x0050), EVR_SS), origin, 2);
    if (spec.firstFrame)
        put(0x0051, *spec.firstFrame);
    put(0x0100, spec.bitsAllocated);
    put(0x0102, spec.bitPosition);
    const auto putWords = [&](int element, const QString& words) {
        if (!words.isEmpty())
            dataset.putAndInsertString(DcmTag(key(element), EVR_LO), words.toUtf8().constData());
    };
    putWords(0x0022, spec.description);
    putWords(0x1500, spec.label);
    if (!spec.isSet)
        return;
    const QByteArray data = dataOf(spec);
    const auto* bytes = reinterpret_cast<const Uint8*>(data.constData());
    if (spec.asBytes)
        dataset.putAndInsertUint8Array(DcmTag(key(0x3000), EVR_OB), bytes,
                                       static_cast<unsigned long>(data.size()));
    else
        dataset.putAndInsertUint16Array(DcmTag(key(0x3000), EVR_OW),
                                        reinterpret_cast<const Uint16*>(bytes),
                                        static_cast<unsigned long>(data.size() / 2));
}

std::function<bool(int, int)> squareFrame(int left, int top, int side, int width)
{
    return [=](int column, int row) {
        const int x = column - left;
        const int y = row - top;
        const bool isInside = x >= 0 && y >= 0 && x < side && y < side;
        return isInside && std::min({x, y, side - 1 - x, side - 1 - y}) < width;
    };
}

} // namespace ccad::test
