// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dctk.h>

#include <QByteArray>
#include <QString>
#include <QStringList>
#include <QTemporaryDir>

#include <memory>
#include <vector>

namespace ccad::test {

using namespace Qt::StringLiterals;

/// The object as DCMTK reads it from a file; null when it does not.
[[nodiscard]] inline std::unique_ptr<DcmFileFormat> readBack(const QByteArray& bytes)
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"object.dcm"_s);
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        return nullptr;
    file.close();
    auto read = std::make_unique<DcmFileFormat>();
    if (read->loadFile(path.toLocal8Bit().constData()).bad() || read->loadAllDataIntoMemory().bad())
        return nullptr;
    return read;
}

/// All values of an element as UTF-8 text, joined by backslash.
[[nodiscard]] inline QString textIn(DcmItem& item, const DcmTagKey& tag)
{
    OFString text;
    static_cast<void>(item.findAndGetOFStringArray(tag, text));
    return QString::fromUtf8(text.c_str());
}

/// A sequence's items; empty where it is not there.
[[nodiscard]] inline std::vector<DcmItem*> itemsOf(DcmItem& item, const DcmTagKey& sequence)
{
    std::vector<DcmItem*> items;
    DcmSequenceOfItems* found = nullptr;
    if (item.findAndGetSequence(sequence, found).good() && found != nullptr)
        for (unsigned long i = 0; i < found->card(); ++i)
            items.push_back(found->getItem(i));
    return items;
}

/// "Probability (122157, DCM)"'s value "122157"; empty for an item without a name.
[[nodiscard]] inline QString codeIn(DcmItem& item, const DcmTagKey& sequence)
{
    const auto codes = itemsOf(item, sequence);
    return codes.empty() ? QString() : textIn(*codes.front(), DCM_CodeValue);
}

[[nodiscard]] inline QString nameIn(DcmItem& item)
{
    return codeIn(item, DCM_ConceptNameCodeSequence);
}

/// The content items below one.
[[nodiscard]] inline std::vector<DcmItem*> contentOf(DcmItem& item)
{
    return itemsOf(item, DCM_ContentSequence);
}

/// The first content item of that name, or nullptr.
[[nodiscard]] inline DcmItem* contentNamed(DcmItem& item, const char* code)
{
    for (DcmItem* child : contentOf(item))
        if (nameIn(*child) == QLatin1String(code))
            return child;
    return nullptr;
}

/// All of them at any depth, in their order.
inline void collect(DcmItem& item, const QString& code, std::vector<DcmItem*>& found)
{
    for (DcmItem* child : contentOf(item)) {
        if (nameIn(*child) == code)
            found.push_back(child);
        collect(*child, code, found);
    }
}
[[nodiscard]] inline std::vector<DcmItem*> allNamed(DcmItem& item, const char* code)
{
    std::vector<DcmItem*> found;
    collect(item, QString::fromLatin1(code), found);
    return found;
}

/// The columns and rows of an outline, in turn.
[[nodiscard]] inline std::vector<float> graphicData(DcmItem& item)
{
    std::vector<float> values;
    Float32 value = 0;
    for (unsigned long i = 0; item.findAndGetFloat32(DCM_GraphicData, value, i).good(); ++i)
        values.push_back(value);
    return values;
}

} // namespace ccad::test
