// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/results/coded_concept.h"

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dcdatset.h>
#include <dcmtk/dcmdata/dcdeftag.h>
#include <dcmtk/dcmdata/dcitem.h>
#include <dcmtk/dcmdata/dcuid.h>

#include <QString>
#include <QStringList>

#include <vector>

namespace ccad::results {

/// Fills data sets by DCMTK and remembers the first value that it did not take, so that a maker
/// asks once, at its end.
class ValueWriter
{
public:
    explicit ValueWriter(DcmItem& item) : m_item(item) { }

    [[nodiscard]] DcmItem& item() { return m_item; }

    /// One value of words that come from people, files or models: fitted to the VR of the tag.
    void text(const DcmTagKey& tag, const QString& value);
    /// A constant of ours, written as it is; a backslash in it separates values.
    void text(const DcmTagKey& tag, const char* value);
    /// Several values, each fitted to the VR.
    void texts(const DcmTagKey& tag, const QStringList& values);
    /// Of an odd group, which no dictionary knows: one value of VR LO.
    void privateText(const DcmTagKey& tag, const QString& value);
    /// An element without a value (type 2).
    void empty(const DcmTagKey& tag) { text(tag, ""); }
    void words(const DcmTagKey& tag, const std::vector<Uint16>& values);
    void longs(const DcmTagKey& tag, const std::vector<Uint32>& values);
    void floats(const DcmTagKey& tag, const std::vector<float>& values); ///< VR FL
    void doubles(const DcmTagKey& tag, const std::vector<double>& values); ///< VR FD
    void decimal(const DcmTagKey& tag, const std::vector<double>& values); ///< VR DS
    void integer(const DcmTagKey& tag, int value); ///< VR IS
    /// A sequence with that code as its only item.
    void code(const DcmTagKey& sequence, const Code& code);
    /// A new item at the end of a sequence, filled by `fill`.
    template <typename Fill> void addItem(const DcmTagKey& sequence, Fill fill)
    {
        DcmItem* made = newItem(sequence);
        if (made == nullptr)
            return;
        ValueWriter writer(*made);
        fill(writer);
        take(writer);
    }
    /// A sequence without items (type 2).
    void emptySequence(const DcmTagKey& sequence);
    /// Notes a failure of a call of DCMTK that was made beside this writer.
    void note(const OFCondition& state);

    /// Error: Internal, naming the first element that DCMTK did not take.
    [[nodiscard]] Result<void> result() const;

private:
    [[nodiscard]] DcmItem* newItem(const DcmTagKey& sequence);
    void take(const ValueWriter& inner);

    DcmItem& m_item;
    QString m_fault;
};

/// Fits text into one value of that VR (PS3.5 6.2): no control characters, no backslash where it
/// would separate values, at most as long as the VR takes; in capitals for CS.
[[nodiscard]] QString fitted(const QString& text, const QByteArray& vr);

/// A DICOM file with meta header: explicit VR little endian. Error: Internal.
[[nodiscard]] Result<QByteArray> fileBytes(DcmDataset& dataset);

} // namespace ccad::results
