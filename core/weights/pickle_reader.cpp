// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/internal/pickle_reader.h"

#include "core/weights/internal/pickle_values.h"

#include <QtEndian>

#include <optional>
#include <string_view>

namespace ccad {
namespace {

using pickle::Value;
using Kind = Value::Kind;

// A state dict of a thousand tensors makes some forty thousand values.
constexpr std::size_t maximumValues = std::size_t{1} << 19;

/// The stack machine of Python's pickle, cut down to what a state dict needs. After a failure every
/// step does nothing.
class Machine
{
public:
    explicit Machine(const QByteArray& bytes)
        : m_bytes(bytes.constData(), static_cast<std::size_t>(bytes.size()))
    {
    }

    Result<const Value*> run()
    {
        while (!m_error && !m_result) {
            const std::string_view opcode = take(1);
            if (m_arena.size() + m_stack.size() + m_memo.size() + m_marks.size() > maximumValues)
                fail("The pickle holds more values than any dictionary of tensors.");
            if (!m_error)
                step(static_cast<unsigned char>(opcode.front()));
        }
        if (m_error)
            return *m_error;
        return m_result;
    }

private:
    void step(unsigned char opcode);
    bool stepLiteral(unsigned char opcode);
    bool stepContainer(unsigned char opcode);
    bool stepMemo(unsigned char opcode);

    std::string_view take(std::size_t count);
    std::string_view takeLine();
    template <typename T> T takeNumber();
    std::int64_t takeLong();

    void fail(const std::string& message, const std::string& context = {});
    Value& make(Kind kind);
    void push(Value* value) { m_stack.push_back(value); }
    void pushInteger(std::int64_t number) { make(Kind::Integer).integer = number; }
    void pushResult(Result<Value> value);
    Value* pop();
    Value* top();
    std::vector<Value*> popToMark();
    void pushTuple(std::size_t size);
    void pushName(const std::string& name);
    void setItems(const std::vector<Value*>& items);
    void remember(std::size_t index);
    void recall(std::size_t index);

    std::string_view m_bytes;
    std::size_t m_position = 0;
    pickle::Arena m_arena;
    std::vector<Value*> m_stack;
    std::vector<std::size_t> m_marks;
    std::vector<Value*> m_memo;
    Value m_nothing; ///< stands in for what a broken file failed to push
    const Value* m_result = nullptr;
    std::optional<Error> m_error;
};

void Machine::step(unsigned char opcode)
{
    if (stepLiteral(opcode) || stepContainer(opcode) || stepMemo(opcode))
        return;
    switch (opcode) {
    case 0x80: // PROTO
        if (takeNumber<quint8>() > 5)
            fail("The pickle's protocol is unknown.");
        return;
    case 0x95: // FRAME
        take(8);
        return;
    case 'c': { // GLOBAL
        const std::string module(takeLine());
        pushName(module + "." + std::string(takeLine()));
        return;
    }
    case 0x93: { // STACK_GLOBAL
        const std::string name = pop()->text;
        pushName(pop()->text + "." + name);
        return;
    }
    case 'R': { // REDUCE
        const Value* arguments = pop();
        const Value* callee = pop();
        if (!m_error)
            pushResult(pickle::call(*callee, *arguments));
        return;
    }
    case 'Q': { // BINPERSID
        const Value* id = pop();
        if (!m_error)
            pushResult(pickle::storageOf(*id));
        return;
    }
    case 'b': // BUILD: a state dict carries the versions of its modules as an attribute
        pop();
        if (top()->kind != Kind::Dictionary)
            fail("Attributes are set on something that is no dictionary.");
        return;
    case '.': // STOP
        m_result = pop();
        return;
    default:
        fail("The pickle uses the opcode 0x" + QString::number(opcode, 16).toStdString()
                 + " at byte " + std::to_string(m_position - 1)
                 + ", which no dictionary of tensors needs.",
             "opcode 0x" + QString::number(opcode, 16).toStdString());
    }
}

bool Machine::stepLiteral(unsigned char opcode)
{
    switch (opcode) {
    case 'N': // NONE
        make(Kind::None);
        return true;
    case 0x88: // NEWTRUE
    case 0x89: // NEWFALSE
        make(Kind::Boolean).integer = opcode == 0x88;
        return true;
    case 'J': // BININT
        pushInteger(takeNumber<qint32>());
        return true;
    case 'K': // BININT1
        pushInteger(takeNumber<quint8>());
        return true;
    case 'M': // BININT2
        pushInteger(takeNumber<quint16>());
        return true;
    case 0x8a: // LONG1
        pushInteger(takeLong());
        return true;
    case 'X': // BINUNICODE
        make(Kind::Text).text = take(takeNumber<quint32>());
        return true;
    case 0x8c: // SHORT_BINUNICODE
        make(Kind::Text).text = take(takeNumber<quint8>());
        return true;
    default:
        return false;
    }
}

bool Machine::stepContainer(unsigned char opcode)
{
    switch (opcode) {
    case '}': // EMPTY_DICT
        make(Kind::Dictionary);
        return true;
    case ']': // EMPTY_LIST
        make(Kind::List);
        return true;
    case '(': // MARK
        m_marks.push_back(m_stack.size());
        return true;
    case ')': // EMPTY_TUPLE
        pushTuple(0);
        return true;
    case 0x85: // TUPLE1
    case 0x86: // TUPLE2
    case 0x87: // TUPLE3
        pushTuple(opcode - 0x84U);
        return true;
    case 't': { // TUPLE
        auto items = popToMark();
        make(Kind::Tuple).items = std::move(items);
        return true;
    }
    case 's': { // SETITEM
        Value* value = pop();
        Value* key = pop();
        setItems({key, value});
        return true;
    }
    case 'u': // SETITEMS
        setItems(popToMark());
        return true;
    default:
        return false;
    }
}

bool Machine::stepMemo(unsigned char opcode)
{
    switch (opcode) {
    case 'q': // BINPUT
        remember(takeNumber<quint8>());
        return true;
    case 'r': // LONG_BINPUT
        remember(takeNumber<quint32>());
        return true;
    case 0x94: // MEMOIZE
        remember(m_memo.size());
        return true;
    case 'h': // BINGET
        recall(takeNumber<quint8>());
        return true;
    case 'j': // LONG_BINGET
        recall(takeNumber<quint32>());
        return true;
    default:
        return false;
    }
}

std::string_view Machine::take(std::size_t count)
{
    if (m_error || count > m_bytes.size() - m_position) {
        fail("The pickle ends too early.");
        return {};
    }
    const auto bytes = m_bytes.substr(m_position, count);
    m_position += count;
    return bytes;
}

std::string_view Machine::takeLine()
{
    const auto end = m_bytes.find('\n', m_position);
    if (end == std::string_view::npos) {
        fail("The pickle ends too early.");
        return {};
    }
    const auto line = take(end - m_position);
    take(1);
    return line;
}

template <typename T> T Machine::takeNumber()
{
    const auto bytes = take(sizeof(T));
    return m_error ? T{} : qFromLittleEndian<T>(bytes.data());
}

std::int64_t Machine::takeLong()
{
    const auto bytes = take(takeNumber<quint8>());
    if (bytes.size() > 8) {
        fail("A whole number has more than 64 bits.");
        return 0;
    }
    std::uint64_t number = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i)
        number |= std::uint64_t{static_cast<unsigned char>(bytes[i])} << (8 * i);
    const bool negative = !bytes.empty() && (static_cast<unsigned char>(bytes.back()) & 0x80U) != 0;
    if (negative && bytes.size() < 8)
        number |= ~std::uint64_t{0} << (8 * bytes.size());
    return static_cast<std::int64_t>(number);
}

void Machine::fail(const std::string& message, const std::string& context)
{
    if (!m_error)
        m_error = pickle::failure(message, context);
}

Value& Machine::make(Kind kind)
{
    if (m_error)
        return m_nothing;
    Value& value = m_arena.emplace_back();
    value.kind = kind;
    push(&value);
    return value;
}

void Machine::pushResult(Result<Value> value)
{
    if (value)
        make(value->kind) = std::move(*value);
    else if (!m_error)
        m_error = value.error();
}

Value* Machine::pop()
{
    Value* value = top();
    if (!m_error)
        m_stack.pop_back();
    return value;
}

Value* Machine::top()
{
    const std::size_t bottom = m_marks.empty() ? 0 : m_marks.back();
    if (m_stack.size() <= bottom)
        fail("The pickle takes more values from its stack than it put there.");
    return m_error ? &m_nothing : m_stack.back();
}

std::vector<Value*> Machine::popToMark()
{
    if (m_marks.empty()) {
        fail("The pickle closes a group that it did not open.");
        return {};
    }
    const auto first = m_stack.begin() + static_cast<std::ptrdiff_t>(m_marks.back());
    std::vector<Value*> items(first, m_stack.end());
    m_stack.erase(first, m_stack.end());
    m_marks.pop_back();
    return items;
}

void Machine::pushTuple(std::size_t size)
{
    std::vector<Value*> items(size);
    for (std::size_t i = size; i-- > 0;)
        items[i] = pop();
    make(Kind::Tuple).items = std::move(items);
}

void Machine::pushName(const std::string& name)
{
    if (m_error)
        return;
    if (!pickle::isKnownName(name)) {
        fail("The pickle asks for \"" + name + "\", which no dictionary of tensors needs.", name);
        return;
    }
    make(Kind::Name).text = name;
}

void Machine::setItems(const std::vector<Value*>& items)
{
    Value* dictionary = top();
    if (dictionary->kind != Kind::Dictionary || items.size() % 2 != 0) {
        fail("Items are put into something that is no dictionary.");
        return;
    }
    dictionary->items.insert(dictionary->items.end(), items.begin(), items.end());
}

void Machine::remember(std::size_t index)
{
    // Memos are numbered one after the other; a gap would let a small file claim much memory.
    if (index > m_memo.size()) {
        fail("The pickle numbers its memos with gaps.");
        return;
    }
    Value* value = top();
    if (index == m_memo.size())
        m_memo.push_back(value);
    else
        m_memo[index] = value;
}

void Machine::recall(std::size_t index)
{
    if (index >= m_memo.size()) {
        fail("The pickle recalls a memo that it did not make.");
        return;
    }
    push(m_memo[index]);
}

} // namespace

Result<std::vector<PickledTensor>> readStateDictPickle(const QByteArray& pickle)
{
    Machine machine(pickle);
    const auto result = machine.run();
    if (!result)
        return result.error();
    if ((*result)->kind != Kind::Dictionary)
        return pickle::failure("The file does not hold a dictionary of tensors.");
    std::vector<PickledTensor> tensors;
    const auto& items = (*result)->items;
    for (std::size_t i = 0; i + 1 < items.size(); i += 2) {
        const std::string& name = items[i]->text;
        if (items[i]->kind != Kind::Text || items[i + 1]->kind != Kind::Tensor)
            return pickle::failure("The entry \"" + name + "\" is not a tensor.", name);
        tensors.push_back(items[i + 1]->tensor);
        tensors.back().name = name;
    }
    return tensors;
}

} // namespace ccad
