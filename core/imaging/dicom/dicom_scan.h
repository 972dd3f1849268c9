// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/dicom/dicom_bytes.h"
#include "core/imaging/read_guard.h"

#include <QByteArray>
#include <QString>

#include <optional>
#include <vector>

namespace ccad::imaging {

/// How the elements of a data set are written.
struct DicomEncoding
{
    bool explicitVr = true;
    bool bigEndian = false;
    bool operator==(const DicomEncoding&) const = default;
};

/// True for what an overlay of the file holds, Overlay Data (60xx,3000) of its sixteen groups.
[[nodiscard]] constexpr bool isOverlayData(quint32 tag)
{
    return (tag & 0xFFE1FFFF) == 0x60003000;
}

/// Where one element of the top level lies in DicomLayout::bytes.
struct DicomElement
{
    quint32 tag = 0; ///< group << 16 | element
    QByteArray vr; ///< empty where the encoding is implicit
    qint64 valueOffset = 0;
    qint64 endOffset = 0; ///< behind the value and, for an undefined length, its delimiter
    bool undefinedLength = false;
    /// Why fragments do not end as they should. What there is of them may hold a whole picture.
    std::optional<Error> fault = {};
};

/// What a walk over a DICOM file finds, without trusting any of it: elements within the file,
/// sequences not too deep.
struct DicomLayout
{
    QByteArray bytes; ///< the file, or the inflated data set
    DicomEncoding encoding;
    /// That of the transfer syntax, where the bytes of the data set show another one.
    std::optional<DicomEncoding> saidEncoding;
    QString transferSyntaxUid; ///< as the meta header says, or empty
    QString mediaSopClassUid; ///< as the meta header says, or empty
    /// Elements that hold pixels or overlays, the first of each tag. All other elements go to the
    /// visitor alone: a list of them would let a small file of many tiny elements take any memory.
    std::vector<DicomElement> pixels;
    int pixelDataElements = 0; ///< Pixel Data of the top level; more than one are against PS3.5 7.1

    [[nodiscard]] const DicomElement* find(quint32 tag) const;
};

/// Is told of everything that a walk meets, in the order of the file. `bytes` is what the header's
/// offsets count in: the file, or the inflated data set.
class DicomVisitor
{
public:
    virtual ~DicomVisitor() = default;

    /// An element with a value, or with fragments; it ends at `endOffset`.
    virtual void element(const QByteArray& bytes, const Header& header,
                         const DicomEncoding& encoding, qint64 endOffset)
        = 0;
    /// A sequence, or an item of one; closed() follows unless the file breaks off within.
    virtual void opened(const Header& header, bool isSequence) = 0;
    virtual void closed() = 0;
    /// The data behind the pixels make no sense, which does no harm: the walk ends here.
    virtual void restIgnored(const Error& error) = 0;
    /// True ends the walk: there is no room for more.
    [[nodiscard]] virtual bool isFull() const { return false; }
};

/// How a DICOMDIR, the index of a medium, is treated.
enum class MediumIndex
{
    Refused,
    Walked
};

/// True when the content can be DICOM: a preamble with DICM, a meta header, or a data set that
/// begins with a plausible element.
[[nodiscard]] bool looksLikeDicom(const QByteArray& content);

/// True when a file that begins so (512 bytes are enough) is a DICOMDIR by its meta header.
[[nodiscard]] bool beginsAsMediumIndex(const QByteArray& begin);

/// Walks the whole file iteratively, whatever its nesting; the one parser of DICOM files. The
/// visitor is told of the meta header and of what lies before an error, too. Errors: FileBroken
/// (names tag and offset), TooLarge, Refused (a DICOMDIR), TimedOut, Cancelled.
[[nodiscard]] Result<DicomLayout> scanDicom(const QByteArray& content, const ReadGuard& guard,
                                            DicomVisitor& visitor, MediumIndex index);

/// Walks the elements of a data set from `offset` to the end of layout.bytes, by layout.encoding.
[[nodiscard]] Result<void> scanDataset(DicomLayout& layout, qint64 offset, const ReadGuard& guard,
                                       DicomVisitor& visitor);

} // namespace ccad::imaging
