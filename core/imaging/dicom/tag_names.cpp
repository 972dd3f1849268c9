// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/dicom/tag_names.h"

#include "core/imaging/dicom/internal/dicom_items.h"

#include <dcmtk/dcmdata/dcdicent.h>
#include <dcmtk/dcmdata/dcdict.h>

#include <QRegularExpression>

#include <array>
#include <string_view>

using namespace Qt::StringLiterals;

namespace ccad::imaging {

namespace {

/// Keywords lose the apostrophe of the names of PS3.6.
constexpr std::array<std::u16string_view, 12> possessives = {u"PatientName",
                                                             u"PatientBirthDate",
                                                             u"PatientBirthTime",
                                                             u"PatientBirthName",
                                                             u"PatientSex",
                                                             u"PatientAge",
                                                             u"PatientSize",
                                                             u"PatientWeight",
                                                             u"PatientAddress",
                                                             u"PatientMotherBirthName",
                                                             u"PatientReligiousPreference",
                                                             u"PatientTelephoneNumbers"};

QString named(const QString& keyword)
{
    for (const std::u16string_view possessive : possessives) {
        if (keyword == QStringView(possessive))
            return u"Patient's "_s + wordsOfKeyword(keyword.mid(7));
    }
    return wordsOfKeyword(keyword);
}

/// DCMTK loads its dictionary at the first lock and shares it under a lock of its own.
class DictionaryLock
{
public:
    DictionaryLock() : m_dictionary(dcmDataDict.rdlock()) { }
    ~DictionaryLock() { dcmDataDict.rdunlock(); }
    DictionaryLock(const DictionaryLock&) = delete;
    DictionaryLock& operator=(const DictionaryLock&) = delete;

    const DcmDataDictionary& operator*() const { return m_dictionary; }

private:
    const DcmDataDictionary& m_dictionary;
};

QByteArray vrName(const DcmDictEntry& entry)
{
    return DcmVR(entry.getEVR()).getVRName();
}

} // namespace

QString wordsOfKeyword(const QString& keyword)
{
    QString words = keyword;
    const bool retired = words.startsWith(u"RETIRED_") || words.startsWith(u"ACR_NEMA_");
    words.remove(u"RETIRED_"_s).remove(u"ACR_NEMA_"_s);
    words.replace(u"VOILUT"_s, u"VoiLUT"_s);
    // Before a capital behind a small letter, and before the last capital of an abbreviation.
    static const QRegularExpression seam(u"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])"_s);
    words.replace(seam, u" "_s);
    words.replace(u"Voi LUT"_s, u"VOI LUT"_s);
    words.replace(u"X Ray"_s, u"X-Ray"_s);
    // "UI Ds", "RGBLUT" and the like do not occur; plurals of abbreviations do.
    words.replace(u" UI Ds"_s, u" UIDs"_s);
    words.replace(u" I Ds"_s, u" IDs"_s);
    for (const auto* small : {u" Of ", u" And ", u" Or ", u" In ", u" To ", u" For ", u" The "})
        words.replace(QString::fromUtf16(small), QString::fromUtf16(small).toLower());
    return retired ? words + u" (retired)"_s : words;
}

QByteArray dictionaryVr(quint32 tag)
{
    const DictionaryLock dictionary;
    const DcmDictEntry* entry = (*dictionary).findEntry(keyOf(tag), nullptr);
    return entry ? vrName(*entry) : QByteArray();
}

QByteArray chosenVr(const QByteArray& vr, bool isSigned)
{
    if (vr == "xs")
        return isSigned ? QByteArrayLiteral("SS") : QByteArrayLiteral("US");
    if (vr == "ox" || vr == "lt" || vr == "px")
        return QByteArrayLiteral("OW");
    return vr;
}

std::optional<TagName> findTagName(quint32 tag, const QByteArray& privateCreator)
{
    const DictionaryLock dictionary;
    const DcmDictEntry* entry
        = (*dictionary)
              .findEntry(keyOf(tag),
                         privateCreator.isEmpty() ? nullptr : privateCreator.constData());
    if (!entry)
        return std::nullopt;
    return TagName{named(QString::fromLatin1(entry->getTagName())), vrName(*entry)};
}

} // namespace ccad::imaging
