// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results/film_source.h"

#include "core/imaging/dicom/dicom_codecs.h"
#include "core/imaging/dicom/dicom_scan.h"
#include "core/imaging/dicom/tag_values.h"
#include "core/imaging/reading/guarded_read.h"
#include "core/isolation/decoding_service.h"
#include "core/results/internal/film_texts.h"
#include "core/results/internal/film_values.h"

#include <QtEndian>

#include <algorithm>
#include <array>
#include <optional>

using namespace Qt::StringLiterals;

namespace ccad::results {

namespace {

using imaging::DicomEncoding;
using imaging::Header;
using imaging::TextDecoder;

constexpr quint32 charsetTag = 0x00080005;
constexpr quint32 sopClass = 0x00080016;
constexpr quint32 sopInstance = 0x00080018;
constexpr quint32 procedureCode = 0x00081032;
constexpr quint32 deidentificationCode = 0x00120064;
constexpr quint32 studyInstance = 0x0020000D;
constexpr quint32 seriesInstance = 0x0020000E;
constexpr quint32 numberOfFrames = 0x00280008;
constexpr quint32 rowsTag = 0x00280010;
constexpr quint32 columnsTag = 0x00280011;
constexpr quint32 patientOrientation = 0x00200020;
constexpr quint32 lossyTag = 0x00282110;
constexpr quint32 lossyRatio = 0x00282112;
constexpr quint32 lossyMethod = 0x00282114;

/// A tag that is read beside copiedTags().
struct ReadTag
{
    quint32 tag = 0;
    const char* vr = nullptr;
};
constexpr std::array<ReadTag, 31> readTags = {
    {{charsetTag, "CS"},         {sopClass, "UI"},   {sopInstance, "UI"},   {0x00080021, "DA"},
     {0x00080022, "DA"},         {0x00080023, "DA"}, {0x00080031, "TM"},    {0x00080032, "TM"},
     {0x00080033, "TM"},         {0x00080060, "CS"}, {0x00080070, "LO"},    {0x00080201, "SH"},
     {0x00180015, "CS"},         {0x00185101, "CS"}, {studyInstance, "UI"}, {seriesInstance, "UI"},
     {patientOrientation, "CS"}, {0x00200052, "UI"}, {0x00200060, "CS"},    {0x00200062, "CS"},
     {numberOfFrames, "IS"},     {rowsTag, "US"},    {columnsTag, "US"},    {0x00280301, "CS"},
     {lossyTag, "CS"},           {lossyRatio, "DS"}, {lossyMethod, "CS"},   {0x00080100, "SH"},
     {0x00080102, "SH"},         {0x00080103, "SH"}, {0x00080104, "LO"}}};

const char* knownVr(quint32 tag)
{
    for (const CopiedTag& copied : copiedTags())
        if (copied.tag == tag)
            return copied.vr;
    const auto* const read = std::find_if(readTags.begin(), readTags.end(),
                                          [tag](const ReadTag& one) { return one.tag == tag; });
    return read == readTags.end() ? nullptr : read->vr;
}

bool isCode(quint32 tag)
{
    return tag >> 16 == 0x0008 && (tag & 0xFFFF) >= 0x0100 && (tag & 0xFFFF) <= 0x0104;
}

/// Text without what could not be decoded: the bytes of an escape sequence are no name. Of a
/// person's name the groups before the first of them stay, which are the ones in Latin letters.
QString withoutEscapes(const QString& text, quint32 tag)
{
    const qsizetype escape = text.indexOf(QChar(0x1B));
    if (escape < 0)
        return text;
    if (QByteArray(knownVr(tag)) != "PN")
        return {};
    const qsizetype delimiter = text.left(escape).lastIndexOf(u'=');
    return delimiter < 0 ? QString() : text.left(delimiter);
}

/// The bytes of the elements that a FilmSource is made of: of the data set, and of the items of two
/// sequences of codes. Everything else costs nothing, however much there is of it.
class FilmElements final : public imaging::DicomVisitor
{
public:
    using Values = QHash<quint32, QByteArray>;

    void element(const QByteArray& bytes, const Header& header, const DicomEncoding& encoding,
                 qint64 endOffset) override
    {
        constexpr qint64 longest = 65534;
        const bool isInItem = m_depth == 2 && m_items != nullptr;
        if ((m_depth != 0 && !isInItem) || header.length == imaging::undefinedLength
            || knownVr(header.tag) == nullptr || isCode(header.tag) != isInItem)
            return;
        Values& values = isInItem ? m_items->back() : m_values;
        if (values.contains(header.tag)) // the first one holds, as for the reader of pictures
            return;
        const qint64 length = std::min(longest, endOffset - header.valueOffset);
        values.insert(header.tag, bytes.mid(header.valueOffset, length));
        m_isBigEndian = encoding.bigEndian;
    }
    void opened(const Header& header, bool isSequence) override
    {
        constexpr std::size_t mostItems = 16;
        if (m_depth == 0 && isSequence) {
            m_items = header.tag == procedureCode    ? &m_procedures
                : header.tag == deidentificationCode ? &m_methods
                                                     : nullptr;
        } else if (m_depth == 1 && m_items != nullptr) {
            if (m_items->size() == mostItems)
                m_items = nullptr;
            else
                m_items->emplace_back();
        }
        ++m_depth;
    }
    void closed() override { --m_depth; }
    void restIgnored(const Error&) override { }

    [[nodiscard]] FilmTexts texts() const
    {
        FilmTexts texts;
        for (auto value = m_values.begin(); value != m_values.end(); ++value)
            texts.byTag.insert(value.key(), textIn(m_values, value.key()));
        texts.procedures = codes(m_procedures);
        texts.methods = codes(m_methods);
        texts.rows = word(rowsTag);
        texts.columns = word(columnsTag);
        return texts;
    }

private:
    [[nodiscard]] quint16 word(quint32 tag) const
    {
        const QByteArray bytes = m_values.value(tag);
        if (bytes.size() < 2)
            return 0;
        return m_isBigEndian ? qFromBigEndian<quint16>(bytes.constData())
                             : qFromLittleEndian<quint16>(bytes.constData());
    }
    [[nodiscard]] QString textIn(const Values& values, quint32 tag) const
    {
        const TextDecoder decoder(m_values.value(charsetTag));
        const QByteArray bytes = imaging::untilNul(values.value(tag));
        return withoutEscapes(decoder.decode(bytes, knownVr(tag)).trimmed(), tag);
    }
    [[nodiscard]] std::vector<Code> codes(const std::vector<Values>& items) const
    {
        std::vector<Code> all;
        for (const Values& item : items) {
            const Code code{textIn(item, 0x00080100), textIn(item, 0x00080102),
                            textIn(item, 0x00080104), textIn(item, 0x00080103)};
            if (!code.value.isEmpty() && !code.scheme.isEmpty() && !code.meaning.isEmpty())
                all.push_back(code);
        }
        return all;
    }

    Values m_values;
    std::vector<Values> m_procedures;
    std::vector<Values> m_methods;
    std::vector<Values>* m_items = nullptr; ///< of the sequence that is open
    int m_depth = 0; ///< 0: the data set; 1: in a sequence; 2: in an item
    bool m_isBigEndian = false;
};

QString uidIn(const FilmTexts& elements, quint32 tag)
{
    const QString uid = elements.text(tag);
    return isUid(uid) ? uid : QString();
}

QString codeString(const FilmTexts& elements, quint32 tag,
                   std::initializer_list<const char*> allowed = {})
{
    const QString value = validValue(elements.text(tag).section(u'\\', 0, 0), "CS");
    const bool isAllowed = allowed.size() == 0
        || std::any_of(allowed.begin(), allowed.end(),
                       [&value](const char* one) { return value == QLatin1String(one); });
    return isAllowed ? value : QString();
}

QTime timeOf(const QString& text)
{
    const QString time = validValue(text, "TM");
    if (time.isEmpty())
        return {};
    return QTime::fromString(time.left(6).leftJustified(6, u'0'), u"HHmmss"_s);
}

/// The first date that the file has of acquisition, content, series and study, and its time.
void takeDate(FilmSource& film, const FilmTexts& elements)
{
    struct Pair
    {
        quint32 date;
        quint32 time;
    };
    constexpr std::array<Pair, 4> pairs = {{{0x00080022, 0x00080032},
                                            {0x00080023, 0x00080033},
                                            {0x00080021, 0x00080031},
                                            {0x00080020, 0x00080030}}};
    for (const Pair& pair : pairs) {
        film.date = QDate::fromString(validValue(elements.text(pair.date), "DA"), u"yyyyMMdd"_s);
        if (!film.date.isValid())
            continue;
        film.time = timeOf(elements.text(pair.time));
        return;
    }
}

void takeOrientation(FilmSource& film, const FilmTexts& elements)
{
    const QStringList directions = elements.text(patientOrientation).split(u'\\');
    const auto direction = [&directions](qsizetype index) {
        const QString value = validValue(directions.value(index), "CS");
        const bool isOne = !value.isEmpty()
            && std::all_of(value.begin(), value.end(),
                           [](QChar letter) { return u"APRLHF"_s.contains(letter); });
        return isOne ? value : QString();
    };
    film.rowDirection = direction(0);
    film.columnDirection = direction(1);
    if (film.rowDirection.isEmpty() || film.columnDirection.isEmpty()) {
        film.rowDirection.clear();
        film.columnDirection.clear();
    }
}

QString timezoneOf(const QString& text)
{
    const bool isOne = text.size() == 5 && (text.front() == u'+' || text.front() == u'-')
        && QTime::fromString(text.mid(1), u"HHmm"_s).isValid();
    return isOne ? text : QString();
}

/// Lossy Image Compression Method (0028,2114) of a transfer syntax that is lossy, or empty.
QString lossyMethodOf(const QString& syntax)
{
    struct Known
    {
        const char* syntax;
        const char* method;
    };
    constexpr std::array<Known, 6> known = {{{"1.2.840.10008.1.2.4.50", "ISO_10918_1"},
                                             {"1.2.840.10008.1.2.4.51", "ISO_10918_1"},
                                             {"1.2.840.10008.1.2.4.81", "ISO_14495_1"},
                                             {"1.2.840.10008.1.2.4.91", "ISO_15444_1"},
                                             {"1.2.840.10008.1.2.4.203", "ISO_15444_15"},
                                             {"1.2.840.10008.1.2.4.112", "ISO_18181_1"}}};
    for (const Known& one : known)
        if (syntax == QLatin1String(one.syntax))
            return QString::fromLatin1(one.method);
    return {};
}

QStringList validValues(const QString& text, const QByteArray& vr)
{
    QStringList values;
    for (const QString& part : text.split(u'\\'))
        if (const QString value = validValue(part, vr); !value.isEmpty())
            values << value;
    return values;
}

/// By the film's own words, or by its transfer syntax where it has none.
void takeLossy(FilmSource& film, const FilmTexts& elements)
{
    const QString method = lossyMethodOf(elements.transferSyntax);
    if (elements.text(lossyTag) != u"01" && method.isEmpty())
        return;
    film.lossy = LossyCompression{validValues(elements.text(lossyRatio), "DS"),
                                  validValues(elements.text(lossyMethod), "CS")};
    if (film.lossy->methods.isEmpty() && !method.isEmpty())
        film.lossy->methods << method;
}

FilmSource sourceOf(const FilmTexts& elements)
{
    FilmSource film;
    film.patientAndStudy = copiedValues([&elements](quint32 tag) { return elements.text(tag); });
    film.procedures = elements.procedures;
    film.deidentification = elements.methods;
    film.studyInstanceUid = uidIn(elements, studyInstance);
    film.seriesInstanceUid = uidIn(elements, seriesInstance);
    film.sopInstanceUid = uidIn(elements, sopInstance);
    film.sopClassUid = uidIn(elements, sopClass);
    if (film.sopClassUid.isEmpty() && isUid(elements.mediaSopClass))
        film.sopClassUid = elements.mediaSopClass;
    film.frames = std::max(1, elements.text(numberOfFrames).toInt());
    film.rows = elements.rows;
    film.columns = elements.columns;
    film.modality = codeString(elements, 0x00080060);
    film.bodyPart = codeString(elements, 0x00180015);
    film.viewPosition = codeString(elements, 0x00185101);
    film.laterality = codeString(elements, 0x00200060, {"L", "R"});
    film.imageLaterality = codeString(elements, 0x00200062, {"L", "R", "U", "B"});
    film.burnedIn = codeString(elements, 0x00280301, {"YES", "NO"});
    film.frameOfReferenceUid = uidIn(elements, 0x00200052);
    film.manufacturer = validValue(elements.text(0x00080070), "LO");
    film.timezone = timezoneOf(elements.text(0x00080201));
    takeOrientation(film, elements);
    takeDate(film, elements);
    return film;
}

/// What other objects need to refer to the film.
Result<void> checkIdentity(const FilmSource& film)
{
    const std::array<std::pair<const QString*, const char*>, 4> uids
        = {{{&film.studyInstanceUid, "Study Instance UID"},
            {&film.seriesInstanceUid, "Series Instance UID"},
            {&film.sopClassUid, "SOP Class UID"},
            {&film.sopInstanceUid, "SOP Instance UID"}}};
    for (const auto& [uid, name] : uids)
        if (uid->isEmpty())
            return imaging::unsupported(
                u"it has no valid %1, so that no result can refer to it"_s.arg(
                    QString::fromLatin1(name)));
    return {};
}

Result<FilmTexts> textsIn(const QByteArray& content, const imaging::ReadGuard& guard)
{
    imaging::registerDicomCodecs(); // silences DCMTK's log
    const auto format = imaging::recognise(content);
    if (!format)
        return format.error();
    if (*format != FileFormat::Dicom)
        return imaging::unsupported(u"it has no DICOM tags that say whose it is"_s);
    FilmElements elements;
    const auto layout = imaging::scanDicom(content, guard, elements, imaging::MediumIndex::Refused);
    if (!layout)
        return layout.error();
    FilmTexts texts = elements.texts();
    texts.mediaSopClass = layout->mediaSopClassUid;
    texts.transferSyntax = layout->transferSyntaxUid;
    return texts;
}

} // namespace

Result<QByteArray> readFilmTexts(const QByteArray& content, const QString& path,
                                 const ReadLimits& limits)
{
    const imaging::ReadGuard guard(limits, {});
    QByteArray bytes;
    const auto done
        = imaging::readGuarded(content, path, guard, [&](const QByteArray& whole) -> Result<void> {
              const auto texts = textsIn(whole, guard);
              if (!texts)
                  return texts.error();
              bytes = bytesOf(*texts);
              return {};
          });
    if (!done)
        return done.error();
    return bytes;
}

Result<FilmSource> readFilmSource(const QString& path, const CancelToken& cancel)
{
    const auto bytes = decoding().content(ForeignKind::FilmHeader, path, cancel);
    if (!bytes)
        return bytes.error();
    const auto texts = textsFrom(*bytes);
    if (!texts)
        return DecodingService::nonsense(path, u"a header that cannot be"_s);
    FilmSource film = sourceOf(*texts);
    takeLossy(film, *texts);
    if (auto known = checkIdentity(film); !known)
        return DecodingService::cannotRead(path, known.error());
    return film;
}

} // namespace ccad::results
