// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/dicom/stored_frame.h"

#include "core/imaging/dicom/dicom_codecs.h"
#include "core/imaging/dicom/internal/dicom_dataset.h"
#include "core/imaging/dicom/internal/dicom_frame.h"

using namespace Qt::StringLiterals;

namespace ccad::imaging {

namespace {

QByteArray samplesOf(const Frame& frame)
{
    const PixelFormat& format = frame.format();
    const auto count
        = static_cast<std::size_t>(format.pixelCount()) * static_cast<std::size_t>(format.samples);
    if (frame.bytesPerSample() == 1)
        return {reinterpret_cast<const char*>(frame.bytes().data()), static_cast<qsizetype>(count)};
    QByteArray samples(static_cast<qsizetype>(2 * count), Qt::Uninitialized);
    for (std::size_t i = 0; i < count; ++i)
        qToLittleEndian(static_cast<quint16>(frame.sample(i)), samples.data() + 2 * i);
    return samples;
}

} // namespace

Result<StoredFrame> readStoredFrame(const QByteArray& content, const ReadGuard& guard)
{
    registerDicomCodecs();
    WantedElements wanted;
    const auto layout = scanDicom(content, guard, wanted, MediumIndex::Refused);
    if (!layout)
        return layout.error();
    const auto dataset = datasetOf(wanted.dataset());
    if (!dataset)
        return dataset.error();
    const auto format = readPixelFormat(**dataset, guard);
    if (!format)
        return format.error();
    const auto frame = readFirstFrame(*layout, **dataset, *format, {}, guard);
    if (!frame)
        return frame.error();
    if (frame->bytesPerSample() != 1 && frame->bytesPerSample() != 2)
        return unsupported(u"its samples have neither 8 nor 16 bits"_s, tagText(pixelDataTag));
    StoredFrame stored;
    stored.samples = samplesOf(*frame);
    stored.rows = frame->format().rows;
    stored.columns = frame->format().columns;
    stored.samplesPerPixel = frame->format().samples;
    stored.isColorByPlane = frame->format().colorByPlane;
    stored.bitsAllocated = 8 * frame->bytesPerSample();
    stored.bitsStored = frame->format().bitsStored;
    stored.highBit = frame->format().highBit;
    stored.isSigned = frame->format().isSigned;
    stored.photometric = frame->format().photometric;
    stored.frames = std::max(format->frames, frame->format().frames);
    stored.notes = frame->notes;
    return stored;
}

} // namespace ccad::imaging
