// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/dicom/dicom_scan.h"

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dcdatset.h>
#include <dcmtk/dcmdata/dcdeftag.h>
#include <dcmtk/dcmdata/dctagkey.h>

#include <QStringList>

#include <optional>

namespace ccad::imaging {

[[nodiscard]] inline DcmTagKey keyOf(quint32 tag)
{
    return {static_cast<Uint16>(tag >> 16), static_cast<Uint16>(tag & 0xFFFF)};
}

/// The trimmed text; empty when absent.
[[nodiscard]] QString text(DcmItem& item, const DcmTagKey& tag);
[[nodiscard]] QStringList texts(DcmItem& item, const DcmTagKey& tag);
/// The 16 bits of an element that may be US or SS, whatever its VR says.
[[nodiscard]] std::optional<quint16> word(DcmItem& item, const DcmTagKey& tag,
                                          unsigned long index = 0);
/// An unsigned attribute that must be there. Error: FileBroken naming it.
[[nodiscard]] Result<int> requiredWord(DcmItem& item, const DcmTagKey& tag, const char* name);
/// False if each element is empty: writers that do not use a sequence leave one such item in it.
[[nodiscard]] bool holdsAnything(DcmItem& item);
/// The first item of a sequence, or nullptr; an item that holds nothing counts as absent.
[[nodiscard]] DcmItem* firstItem(DcmItem& item, const DcmTagKey& sequence);
/// The first frame's item of an enhanced object's functional group (per frame, else shared), or
/// nullptr.
[[nodiscard]] DcmItem* functionalGroup(DcmItem& dataset, const DcmTagKey& group);

} // namespace ccad::imaging
