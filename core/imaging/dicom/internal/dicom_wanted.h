// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/dicom/dicom_scan.h"

#include <string_view>
#include <vector>

namespace ccad::imaging {

/// The value of an element that the reader asks for, as the file wrote it.
struct WantedValue
{
    quint32 tag = 0;
    QByteArray vr; ///< of PS3.5 6.2, as written, or else as the dictionary knows it; or "UN"
    bool bigEndian = false;
    std::string_view bytes; ///< within DicomLayout::bytes
};

struct WantedSequence;

/// The values that the reader asks for in a data set or an item: the first element of each tag.
struct WantedItem
{
    std::vector<WantedValue> values;
    std::vector<WantedSequence> sequences;

    [[nodiscard]] bool has(quint32 tag) const;
};

struct WantedSequence
{
    quint32 tag = 0;
    std::vector<WantedItem> items;
};

/// Takes from a walk what the reader asks for (usedTags), and the character sets of its text. All
/// else in the file costs nothing, however much it is.
class WantedElements final : public DicomVisitor
{
public:
    WantedElements() : m_levels(1) { }

    void element(const QByteArray& bytes, const Header& header, const DicomEncoding& encoding,
                 qint64 endOffset) override;
    void opened(const Header& header, bool isSequence) override;
    void closed() override;
    void restIgnored(const Error&) override { }

    /// Valid as long as the layout that the walk gave.
    [[nodiscard]] const WantedItem& dataset() const { return m_levels.front().item; }

private:
    /// A data set or an item (with what it holds), or a sequence (with its items).
    struct Level
    {
        /// This sequence, or the sequence that holds the item; 0: the data set.
        quint32 sequence = 0;
        WantedItem item;
        std::vector<WantedItem> items;
    };

    [[nodiscard]] bool wants(const Header& header, bool isSequence) const;

    std::vector<Level> m_levels; ///< never empty; data set, sequence, item, sequence, ...
    int m_skipped = 0; ///< open levels that nobody asks for
};

} // namespace ccad::imaging
