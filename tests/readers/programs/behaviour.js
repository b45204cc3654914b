// What programs mean: each block is the body of a function, and below it what it returns, as JSON.

return [1,2,3].map((x,i)=>x*i)
// => [0,2,6]

let s=0; for (let i=0;i<5;i++){ if(i===3) continue; s+=i } return s
// => 7

var fs=[]; for (let i=0;i<3;i++) fs.push(()=>i); return fs.map(f=>f())
// => [0,1,2]

var fs=[]; for (var i=0;i<3;i++) fs.push(()=>i); return fs.map(f=>f())
// => [3,3,3]

class A{ #p=1; static s=5; static #q=2; get p(){return this.#p} set p(v){this.#p=v} static q(){return A.#q} #m(){return 'm'} m(){return this.#m()} has(o){return #p in o} }
const a=new A(); a.p=7; return [a.p,A.s,A.q(),a.m(),a.has(a),a.has({})]
// => [7,5,2,"m",true,false]

class A{ constructor(x){this.x=x} f(){return 'A'+this.x} static make(...a){return new this(...a)} }
class B extends A{ y=this.x*2; f(){return 'B'+super.f()} }
class C extends B{ constructor(){ super(4); this.z=this.y+1 } get g(){return super.f()} }
const c=new C(); return [c.f(),c.y,c.z,c.g,B.make(3).f(),c instanceof A,c instanceof B,({}) instanceof A,C.name,c.constructor.name]
// => ["BA4",8,9,"BA4","BA3",true,true,false,"C","C"]

function F(n){this.n=n} F.prototype.get=function(){return this.n}; F.stat=3; const f=new F(2); return [f.get(),F.stat,f instanceof F, f.constructor===F]
// => [2,3,true,true]

const {a,b:{c=5,...r}={},...rest}={a:1,b:{d:2,e:3},f:4,g:5}; return [a,c,r,rest]
// => [1,5,{"d":2,"e":3},{"f":4,"g":5}]

const [x,,y=3,...z]=[1,2,undefined,4,5]; return [x,y,z]
// => [1,3,[4,5]]

let a=1,b=2; [a,b]=[b,a]; return [a,b]
// => [2,1]

const o={}; [o.x,o['y']]=[1,2]; ({p:o.z}={p:9}); return o
// => {"x":1,"y":2,"z":9}

function f(a,b=a+1,...c){return [a,b,c,arguments.length,f.length]} return [f(1),f(1,undefined,3,4),f(1,2,3)]
// => [[1,2,[],1,1],[1,2,[3,4],4,1],[1,2,[3],3,1]]

const f=(a,{b=2,c}={c:9})=>[a,b,c]; return [f(1),f(1,{}),f(1,{b:3,c:4})]
// => [[1,2,9],[1,2,"<undefined>"],[1,3,4]]

const g=function fact(n){return n<2?1:n*fact(n-1)}; return g(6)
// => 720

return [typeof undefined,typeof null,typeof 1,typeof 'a',typeof {},typeof [],typeof (()=>1),typeof class{},typeof nope]
// => ["undefined","object","number","string","object","object","function","function","undefined"]

let r=[]; outer: for (const a of [1,2,3]) { for (const b of [1,2,3]) { if (b===2) continue outer; if (a===3) break outer; r.push(a*10+b) } } return r
// => [11,21]

let r=[]; l: { r.push(1); if (r.length) break l; r.push(2) } return r
// => [1]

let i=0; do { i++ } while(i<5); while(true){ if(i-->2) continue; break } return i
// => 1

const r=[]; for (const k in {a:1,b:2}) r.push(k); for (const k in ['x','y']) r.push(k); return r
// => ["a","b","0","1"]

const r=[]; for (const c of 'héy') r.push(c); for (const [k,v] of new Map([['a',1]])) r.push(k,v); for (const x of new Set([1,1,2])) r.push(x); return r
// => ["h","é","y","a",1,1,2]

const f=x=>{switch(x){case 1: return 'one'; case 2: case 3: return 'few'; default: return 'many'; case 9: return 'nine'}}; return [1,2,3,4,9].map(f)
// => ["one","few","few","many","nine"]

const f=x=>{let r=[];switch(x){case 1:r.push(1);default:r.push('d');case 2:r.push(2);break;case 3:r.push(3)} return r}; return [1,2,3,4].map(f)
// => [[1,"d",2],[2],[3],["d",2]]

const f=()=>{try{throw new Error('x')}catch(e){return 'c'+e.message}finally{1}}; return f()
// => "cx"

const f=()=>{try{return 1}finally{return 2}}; const g=()=>{for(const i of [1,2]){try{continue}finally{if(i===2)return i}}}; return [f(),g()]
// => [2,2]

const log=[]; try{try{throw new TypeError('a')}finally{log.push('f')}}catch({message,name}){log.push(message,name)} return log
// => ["f","a","TypeError"]

class E extends Error{constructor(m,c){super(m);this.code=c;this.name='E'}} try{throw new E('q',3)}catch(e){return [e.message,e.code,e.name,e instanceof E,e instanceof Error,String(e)]}
// => ["q",3,"E",true,true,"E: q"]

const o={a:{b:null}}; return [o?.a?.b?.c, o.x?.y.z, o.a.b?.(), o.f?.(), o?.['a']?.['b'], (o.x?.y)?.z]
// => ["<undefined>","<undefined>","<undefined>","<undefined>",null,"<undefined>"]

let a=null,b=0,c=''; a??=5; b||=6; c&&=7; let d=1; d&&=8; return [a,b,c,d,null??1,0??1,0||1,''&&1,undefined??null??3]
// => [5,6,"",8,1,0,1,"",3]

let i=5; const r=[i++,++i,i--,--i,-i,+'3',!i,~i,i**2,7%3,-7%3,2**10,1<<4,-9>>1,-9>>>28,5&3,5|3,5^3]; return r
// => [5,7,7,5,-5,3,false,-6,25,1,-1,1024,16,-5,15,1,7,6]

return ['a'+1,1+'a',1+true,null+1,[]+{},[1,2]+'',`${[1,[2,3]]}`,'5'*'2','3'-1,1/2,10/5,undefined+1]
// => ["a1","1a",2,1,"[object Object]","1,2","1,2,3",10,2,0.5,2,"<NaN>"]

return [1=='1',null==undefined,null==0,NaN==NaN,'a'<'b',2<10,'2'<'10',[1]==1,true==1,'b'>'a',null>=0]
// => [true,true,false,false,true,true,false,true,true,true,true]

const o={a:1,b:{c:2}}; const p={...o,a:9,...null,...undefined,...[5],...'hi'}; p.b.c=3; return [o,p]
// => [{"a":1,"b":{"c":3}},{"0":"h","1":"i","a":9,"b":{"c":3}}]

const f=(...a)=>a; return [f(...[1,2],3,...'ab'),Math.max(...[1,5,3]),[...new Set([3,3,4])],[...new Map([[1,2]]).keys()]]
// => [[1,2,3,"a","b"],5,[3,4],[1]]

const t=(s,...v)=>s.join('|')+v.join(',')+s.raw.length; return [t`a${1}b${2}c`,t``,String.raw`\n${1}`]
// => ["a|b|c1,23","1","\\n1"]

const o={n:1,f(){return [1].map(()=>this.n)},g:()=>typeof this,h:function(){return this.n}}; const h=o.h.bind({n:7}); return [o.f(),h(),o.h.call({n:8}),o.h.apply({n:9},[])]
// => [[1],7,8,9]

function* g(n){for(let i=0;i<n;i++){const x=yield i;} return 'r'} const it=g(3); return [it.next(),[...it],it.next(),[...g(2)],Array.from(g(4))]
// => [{"value":0,"done":false},[1,2],{"value":"<undefined>","done":true},[0,1],[0,1,2,3]]

function* a(){yield 1;yield* b();yield* [7,8]} function* b(){yield 2} return [...a()]
// => [1,2,7,8]

function* nat(){let i=0;while(true)yield i++} const r=[];for(const x of nat()){if(x>4)break;r.push(x)} const [p,q]=nat(); return [r,p,q]
// => [[0,1,2,3,4],0,1]

const o={*[Symbol.iterator](){yield 1;yield 2}}; return [...o]
// => [1,2]

const it={from:1,to:3,[Symbol.iterator](){let c=this.from,t=this.to;return{next:()=>c<=t?{value:c++,done:false}:{value:undefined,done:true}}}}; return [...it,Math.max(...it)]
// => [1,2,3,3]

var x=1; {var x=2; let y=3; {let y=4}} function q(){return z} var z=5; return [x,q(),hoisted()]; function hoisted(){return 'h'}
// => [2,5,"h"]

const f=()=>({a:1}); const g=()=>[]; const h=async()=>1; return [f(),g(),h() instanceof Promise]
// => [{"a":1},[],true]

return (function(){return this===undefined||typeof this})()
// => true

const memo={}; const fib=n=>n in memo?memo[n]:(memo[n]=n<2?n:fib(n-1)+fib(n-2)); return fib(30)
// => 832040

return ((a,b)=>a+b).length+(function(a,b=1,c){}).length
// => 3

const o={b:1,a:2,1:3,0:4}; delete o.b; return [Object.keys(o),'a' in o,'z' in o,o.hasOwnProperty('a')]
// => [["0","1","a"],true,false,true]

const o=Object.freeze({a:1}); try{o.a=2}catch(e){} return [o.a,Object.isFrozen(o)]
// => [1,true]

const parts=[]; for (let i=0,j=10;i<j;i+=3,j--) parts.push([i,j]); return parts
// => [[0,10],[3,9],[6,8]]

let r=''; for(;;){r+='x'; if(r.length>3)break} return r
// => "xxxx"

return [void 0,(1,2,3),!!'a',!'' ].map(x=>x===undefined?'u':x)
// => ["u",3,true,true]

const x=5; const s=x>3?x>4?'a':'b':'c'; return s
// => "a"

const f=({a,b:[c,{d}]})=>a+c+d; return f({a:1,b:[2,{d:3}]})
// => 6

const m=new Map(); m.set('a',1).set({},2); m.delete('a'); return [m.size,[...m.values()],m.has('a')]
// => [1,[2],false]

class S{static a=1;static b=S.a+1;static{this.c=this.b+1} static get d(){return this.c+1} static e(){return this.d}} class T extends S{static e(){return super.e()+'t'}} return [S.b,S.c,S.d,T.e(),T.a]
// => [2,3,4,"4t",1]

const C=class Named{static n(){return Named.name}}; return [C.n(),C.name]
// => ["Named","Named"]

class A{x;y=1;'q r'=2;[`c${1}`]=3;arrow=()=>this.y} const {arrow}=new A(); return [Object.keys(new A()),arrow()]
// => [["x","y","q r","c1","arrow"],1]

class A{toString(){return 'AA'} toJSON(){return {j:1}}} return [`${new A()}`,''+new A(),JSON.stringify({a:new A()})]
// => ["AA","AA","{\"a\":{\"j\":1}}"]

class P{constructor(){this.kind=new.target.name}} class Q extends P{} return [new P().kind,new Q().kind]
// => ["P","Q"]

const o={f(){return super.toString===Object.prototype.toString}}; return o.f()
// => true

return [..."ab"].reduceRight((a,c)=>a+c,'')+['a','b'].entries().next().value.join()
// => "ba0,a"

const o={valueOf(){return 42}}; return [o+1,o*2,`${{toString(){return 's'}}}`,o>41]
// => [43,84,"s",true]

let log=[]; const f=n=>{log.push(n);return n}; f(1)||f(2); f(0)||f(3); f(0)&&f(4); f(5)&&f(6); f(null)??f(7); return log
// => [1,0,3,0,5,6,null,7]

let log=[];const o={get a(){log.push('a');return {b:()=>log.push('b')}}}; o.a.b(); o?.a?.b(); return log
// => ["a","b","a","b"]

const a=[1,2,3]; for (const x of a) { if (a.length<6) a.push(x*10) } return a
// => [1,2,3,10,20,30]

const f=function(){return arguments[1]}; const g=(...args)=>args[1]; return [f(1,2),g(3,4),[].slice.call((function(){return arguments})(1,2,3),1)]
// => [2,4,[2,3]]

label: for(var i=0;i<3;i++){ switch(i){case 1: continue label; case 2: break label} } return i
// => 2

const wm=new WeakMap();const k={};wm.set(k,1);return [wm.get(k),wm.has({})]
// => [1,false]

return [0.1+0.2,1e21,1/3,-0,123456789012345680000,0xff,1_000,1e-7,5e-324]
// => [0.30000000000000004,1e+21,0.3333333333333333,0,123456789012345680000,255,1000,1e-7,5e-324]

return [parseInt('12px'),Number(''),Number('a'),(255).toString(16),(1.005).toFixed(2),Number.MAX_SAFE_INTEGER]
// => [12,0,"<NaN>","ff","1.00",9007199254740991]

const {length}='hello'; const {0:first,[1]:second}=['x','y']; return [length,first,second]
// => [5,"x","y"]

const a=Array.from({length:3},(_,i)=>i*i), b=new Array(3).fill(0), c=Array(2), d=Array.of(7); return [a,b,c.length,d,[,1].length,[1,,2]]
// => [[0,1,4],[0,0,0],2,[7],2,[1,"<undefined>",2]]

async function f(){return 1} let r='init'; f().then(v=>{r=v}); return typeof f()
// => "object"

const o={a:1}; const p=Object.create(o); p.b=2; return [p.a,Object.keys(p),Object.getPrototypeOf(p)===o,'a' in p]
// => [1,["b"],true,true]

const e=Object.entries({x:1,y:2}).map(([k,v])=>({[k]:v*2})); return Object.assign({},...e)
// => {"x":2,"y":4}

const g=Object.fromEntries(['a','b'].map((k,i)=>[k,i])); return g
// => {"a":0,"b":1}

const byType=[{t:'a',v:1},{t:'b',v:2},{t:'a',v:3}].reduce((acc,{t,v})=>({...acc,[t]:[...(acc[t]||[]),v]}),{}); return byType
// => {"a":[1,3],"b":[2]}

const compose=(...fs)=>x=>fs.reduceRight((v,f)=>f(v),x); return compose(x=>x+1,x=>x*2)(5)
// => 11

const curry=f=>a=>b=>c=>f(a,b,c); return curry((a,b,c)=>a+b+c)(1)(2)(3)
// => 6

let n=0; const once=(()=>{let done=false;return ()=>{if(!done){done=true;n++}}})(); once();once(); return n
// => 1

const deep=(a,b)=>{for(const k of Object.keys(b)) a[k]=typeof b[k]==='object'&&b[k]?deep(a[k]||{},b[k]):b[k]; return a}; return deep({a:{x:1}},{a:{y:2},b:3})
// => {"a":{"x":1,"y":2},"b":3}

return JSON.parse('{"a":[1,{"b":null}],"c":"\\u0041"}')
// => {"a":[1,{"b":null}],"c":"A"}

return [JSON.stringify({a:undefined,b:()=>1,c:[undefined,()=>1],d:NaN,e:new Date(0)}),JSON.stringify([1,{a:2}],null,2)]
// => ["{\"c\":[null,null],\"d\":null,\"e\":\"1970-01-01T00:00:00.000Z\"}","[\n  1,\n  {\n    \"a\": 2\n  }\n]"]

const x={toString:()=>'key'}; const o={[x]:1,[1.5]:2,[true]:3,[null]:4}; return o
// => {"key":1,"1.5":2,"true":3,"null":4}

try { null.x } catch(e) { return [e instanceof TypeError, e.name] }
// => [true,"TypeError"]

try { undefined.x.y } catch(e) { return e.message }
// => "Cannot read properties of undefined (reading 'x')"

try { let o={}; o.f() } catch(e) { return e.message }
// => "o.f is not a function"

try { nope } catch(e) { return [e.name,e.message] }
// => ["ReferenceError","nope is not defined"]

try { const {a}=null } catch(e) { return e.name }
// => "TypeError"

try { new (class A{ constructor(){ throw new RangeError('r') } })() } catch(e) { return e.name+e.message }
// => "RangeErrorr"

try { class A{}; A() } catch(e) { return e.name }
// => "TypeError"

try { (()=>{}).x.y } catch(e) { return e.name }
// => "TypeError"

function A(){ if(!(this instanceof A)) return new A(); this.v=1 } return [A().v,new A().v]
// => [1,1]

function B(){ return {z:1} } return new B().z
// => 1

const {a:{b:deep2}={b:'dflt'}}={}; return deep2
// => "dflt"

let c=0; const inc=()=>++c; const [p=inc(),q=inc()]=[1]; return [p,q,c]
// => [1,1,1]

const f=(x=(()=>{throw new Error('req')})())=>x; try{f()}catch(e){return e.message+f(1)}
// => "req1"

const a=1; const f=(b=a)=>{const a=2; return b+a}; return f()
// => 3

var v1=v1||'d'; return v1
// => "d"

return [1,2,3,4].filter((x,i,arr)=>x%2&&arr.length===4).concat([[5]],6).flat()
// => [1,3,5,6]

return [[3,'c'],[1,'a']].sort(([a],[b])=>a-b).map(([,s])=>s).join('')
// => "ac"

const stack=[]; const visit=n=>{stack.push(n.v);(n.c||[]).forEach(visit)}; visit({v:1,c:[{v:2,c:[{v:3}]},{v:4}]}); return stack
// => [1,2,3,4]

const o={a:1,b:2}; for (const [k,v] of Object.entries(o)) o[k]=v+1; for (const k in o) if(o[k]===3) delete o[k]; return o
// => {"a":2}

const s=new Set(); s.add(1).add(2); const u=[...s].map(x=>x+1); return [s.has(2),u,s.size]
// => [true,[2,3],2]

const enumLike=(E=>{E[E.A=0]='A';E[E.B=1]='B';return E})({}); return enumLike
// => {"0":"A","1":"B","A":0,"B":1}

const ns={}; (function(n){n.x=1;function h(){return n.x+1} n.h=h})(ns); return [ns.x,ns.h()]
// => [1,2]

let x=10; { let x=20; { x=30 } } return x
// => 10

const o={'a-b':1,2:3}; return [o['a-b'],o[2],o['2']]
// => [1,3,3]

const fns={add:(a,b)=>a+b,sub(a,b){return a-b}}; return ['add','sub'].map(n=>fns[n](5,3))
// => [8,2]

const pipe=[x=>x+1,String,x=>x.padStart(3,'0')]; return pipe.reduce((v,f)=>f(v),7)
// => "008"

return `a${`b${'c'}`}` + `line1
line2`
// => "abcline1\nline2"

return ((x)=>{if(x)return 1;else return 2})(0)
// => 2

const it=[1,2,3][Symbol.iterator](); it.next(); return [...it]
// => [2,3]

const dates=[1,2].map(d=>({d,e:d>1?'y':undefined})); return dates
// => [{"d":1,"e":"<undefined>"},{"d":2,"e":"y"}]

const f=(a,b)=>a??b; return [f(0,1),f(null,1),f('',1),f(undefined,2)]
// => [0,1,"",2]

let r=[]; for (const x of [1,2,3].entries()) r.push(x); return r
// => [[0,1],[1,2],[2,3]]

const [[a,[b]],{c:[d]}]=[[1,[2]],{c:[3]}]; return [a,b,d]
// => [1,2,3]

let a,b,c; a=b=c=5; a+=b-=2; a*=2; b**=2; c%=3; c<<=2; return [a,b,c]
// => [16,9,8]

const o={x:1}; o.x+=5; o['x']*=2; o.x++; --o.x; const a=[1]; a[0]+=1; a[0]++; return [o,a]
// => [{"x":12},[3]]

const a=[]; a[0]??='x'; a[1]||='y'; const o={}; o.p??={}; o.p.q??=[]; o.p.q.push(1); return [a,o]
// => [["x","y"],{"p":{"q":[1]}}]

class Stack{items=[];push(x){this.items.push(x);return this} get size(){return this.items.length}} return new Stack().push(1).push(2).size
// => 2

class A{static create(){return new this()} who(){return 'a'}} class B extends A{who(){return 'b'}} return B.create().who()
// => "b"

class A{get v(){return 1}} class B extends A{get v(){return super.v+1}} class C extends B{get v(){return super.v*10}} return new C().v
// => 20

class A{set v(x){this._v=x} get v(){return this._v}} class B extends A{} const b=new B(); b.v=3; return [b._v,b.v,Object.keys(b)]
// => [3,3,["_v"]]

const mix=B=>class extends B{mixed(){return 'm'}}; class A{a(){return 'a'}} class C extends mix(A){} const c=new C(); return c.a()+c.mixed()
// => "am"

class A{constructor(){this.init()} init(){this.k='A'}} class B extends A{init(){super.init();this.k+='B'}} return new B().k
// => "AB"

class A{f=1;constructor(){this.g=this.f}} class B extends A{f=2;constructor(){super();this.h=this.f}} const b=new B(); return [b.f,b.g,b.h]
// => [2,1,2]

function Animal(n){this.name=n} Animal.prototype.hi=function(){return 'hi '+this.name}; function Dog(n){Animal.call(this,n)} Dog.prototype=Object.create(Animal.prototype); Dog.prototype.constructor=Dog; const d=new Dog('rex'); return [d.hi(),d instanceof Animal,d instanceof Dog]
// => ["hi rex",true,true]

const o={}; Object.defineProperty(o,'x',{get:()=>5,enumerable:true}); return [o.x,Object.keys(o)]
// => [5,["x"]]

return Object.entries({a:1}).flatMap(([k,v])=>[k,v])
// => ["a",1]

return ['x','y'].forEach(x=>x)===undefined
// => true

const range=(n)=>[...Array(n).keys()]; return range(4)
// => [0,1,2,3]

const {PATH_X:p='def'}={}; return p
// => "def"

const retry=(n,f)=>{try{return f()}catch(e){if(n<=0)throw e;return retry(n-1,f)}}; let k=0; return retry(3,()=>{if(++k<3)throw 1;return k})
// => 3

try{throw {code:5}}catch({code}){return code}
// => 5

try{try{throw 1}catch(e){throw e+1}finally{}}catch(e){return e}
// => 2

let out=[];const o={a:1};with_();function with_(){out.push(o.a)} return out
// => [1]

return [10,9,1].sort().concat([3,1,2].sort((a,b)=>b-a))
// => [1,10,9,3,2,1]

return ['b',undefined,'a'].sort()
// => ["a","b","<undefined>"]

const a=[1,2,3,4,5]; return [a.slice(-2),a.splice(1,2,'x'),a,a.at(-1),a.findLast(x=>x>3),a.includes(4),a.indexOf(7)]
// => [[4,5],[2,3],[1,"x",4,5],5,5,true,-1]

return [isNaN('x'),Number.isInteger(5.0),Math.round(-0.5),Math.round(2.5),Math.trunc(-3.7),Math.min(),Math.max(1,'3')]
// => [true,true,0,3,-3,"<Infinity>",3]

var self=this; return typeof self
// => "undefined"

const o={a:[{b:1}]}; const {a:[{b}]}=o; return b
// => 1

let i=0; const a=[i++,i++,i++]; const o={[i++]:i++}; return [a,o]
// => [[0,1,2],{"3":4}]

return (()=>{ let s=0; for (const x of [5,6]) for (const y of [1,2]) { if (y===2) break; s+=x*y } return s })()
// => 11

const counter={n:0,inc(){this.n++;return this}}; counter.inc().inc(); const {inc}=counter; try{inc()}catch(e){return [counter.n,e.name]}
// => [2,"TypeError"]

return [null,undefined,0,'',NaN,[],{}].map(Boolean)
// => [false,false,false,false,false,true,true]

const a=[1,2]; const b=a; b.push(3); const c=[...a]; c.push(4); return [a,b===a,c]
// => [[1,2,3],true,[1,2,3,4]]

return [[1,[2,[3,[4]]]].flat(Infinity),'a-b-c'.split('-'),'abc'.at(-1),'abc'[1],'x'.repeat(3)]
// => [[1,2,3,4],["a","b","c"],"c","b","xxx"]

let res=''; const tpl=(o)=>Object.keys(o).map(k=>`${k}: ${o[k]}`).join('\n'); return tpl({a:1,b:[1,2]})
// => "a: 1\nb: 1,2"

const o1={a:1},o2={a:1}; return [o1===o2,o1==o2,o1===o1,[]===[]]
// => [false,false,true,false]

return [..."aab"].reduce((m,c)=>m.set(c,(m.get(c)||0)+1),new Map()).get('a')
// => 2

const f=n=>n<=0?[]:[n,...f(n-1)]; return f(5)
// => [5,4,3,2,1]

for (const [i,{x}] of [{x:1},{x:2}].entries()) { if (i===1) return x }
// => 2

const o={a:1}; const {a,...none}=o; return none
// => {}

let x=0; const p={get v(){return ++x}}; const {v,v:w}=p; return [v,w,x]
// => [1,2,2]

return ((...args)=>args.length)(...[],...[undefined],null)
// => 2

const sym=Symbol('k'); const o={[sym]:1,b:2}; return [o[sym],Object.keys(o),sym.toString(),JSON.stringify(o)]
// => [1,["b"],"Symbol(k)","{\"b\":2}"]

return typeof globalThis
// => "object"

var a=1; var a; function a2(){} return [a, typeof a2]
// => [1,"function"]

return eval2(); function eval2(){ return typeof later; var later=1 }
// => "undefined"

class Animal { #n; constructor(n){this.#n=n} get name(){return this.#n} static compare(a,b){return a.name<b.name?-1:1} } return [new Animal('b'),new Animal('a')].sort(Animal.compare).map(a=>a.name)
// => ["a","b"]

const log=[]; function t(n){log.push(n);return n} const o={[t('k')]:t('v')}; t('a')+t('b'); t('f'); [t(1),t(2)]; `${t('x')}${t('y')}`; return log
// => ["k","v","a","b","f",1,2,"x","y"]

const log=[]; const o={get a(){log.push('get');return 1},set a(v){log.push('set'+v)}}; o.a+=2; o.a++; return log
// => ["get","set3","get","set2"]

let i=0; const o={}; o[i++]=i++; o[i++]+=1; return [i,o]
// => [3,{"0":1,"2":"<NaN>"}]

const a=[1,2,3]; const [x=10,,z=30,w=40]=a; return [x,z,w]
// => [1,3,40]

const f=({a=1,b:{c=2}={}}={})=>[a,c]; return [f(),f({a:5}),f({b:{c:7}}),f({b:undefined})]
// => [[1,2],[5,2],[1,7],[1,2]]

function f(){ return typeof arguments+arguments.length+[...arguments].join() } return f(1,2,3)
// => "object31,2,3"

const f=(...[a,b])=>a+b; return f(1,2)
// => 3

var r=[]; for (var i in 'ab') r.push(i); for (const i in {}) r.push('never'); return [r,i]
// => [["0","1"],"1"]

var r=[]; for (const i in null) r.push(i); for (const i in undefined) r.push(i); return r
// => []

try { for (const x of null) {} } catch(e) { return e.name }
// => "TypeError"

try { const [a]=undefined } catch(e) { return e.name }
// => "TypeError"

try { [...5] } catch(e) { return e.name }
// => "TypeError"

try { new 5 } catch(e) { return e.name }
// => "TypeError"

try { ({}).x.y=1 } catch(e) { return e.name+': '+e.message }
// => "TypeError: Cannot set properties of undefined (setting 'y')"

try { null.f() } catch(e) { return e.message }
// => "Cannot read properties of null (reading 'f')"

try { const c=1; (()=>{throw new Error('a',{cause:'b'})})() } catch(e) { return [e.message,e.cause] }
// => ["a","b"]

try { JSON.parse('{bad') } catch(e) { return e.name }
// => "SyntaxError"

return [1,[2,[3]]].flat(2).concat([4],[[5]])
// => [1,2,3,4,[5]]

const o={a:1,b:2,c:3}; const {a,...r}=o; const c={...r,d:4}; return [r,c,{...'ab'},{...[1]}]
// => [{"b":2,"c":3},{"b":2,"c":3,"d":4},{"0":"a","1":"b"},{"0":1}]

class T{static #count=0;static inc(){return ++T.#count}} T.inc(); return T.inc()
// => 2

class A{static x=1;static get y(){return this.x*2}} class B extends A{static x=5} return [A.y,B.y]
// => [2,10]

class A{method(){return 1}} A.prototype.extra=function(){return this.method()+1}; return new A().extra()
// => 2

class A{constructor(){return {other:true}}} return new A().other
// => true

const o={toString(){return 'x'}}; return [`${o}`,o+'y',[o].join(),String(o),{[o]:1}.x]
// => ["x","xy","x","x",1]

const d={}; (d.list||(d.list=[])).push(1); (d.list??=[]).push(2); return d
// => {"list":[1,2]}

const m={a:{b:{c:1}}}; const get=(o,p)=>p.split('.').reduce((x,k)=>x?.[k],o); return [get(m,'a.b.c'),get(m,'a.x.c')]
// => [1,"<undefined>"]

const group=(xs,f)=>xs.reduce((m,x)=>((m[f(x)]||=[]).push(x),m),{}); return group([1,2,3,4],x=>x%2?'odd':'even')
// => {"odd":[1,3],"even":[2,4]}

const zip=(a,b)=>a.map((x,i)=>[x,b[i]]); return Object.fromEntries(zip(['a','b'],[1,2]))
// => {"a":1,"b":2}

const chunk=(a,n)=>a.length?[a.slice(0,n),...chunk(a.slice(n),n)]:[]; return chunk([1,2,3,4,5],2)
// => [[1,2],[3,4],[5]]

const uniq=a=>[...new Set(a)]; const sortBy=(a,k)=>[...a].sort((x,y)=>x[k]>y[k]?1:-1); return [uniq([2,1,2]),sortBy([{n:2},{n:1}],'n')]
// => [[2,1],[{"n":1},{"n":2}]]

let out=''; for (const ch of 'abc') { switch(ch){case 'a': out+='A'; continue; case 'b': break; default: out+='!'} out+=ch } return out
// => "Ab!c"

let n=0; for (let i=0;i<3;i++) for (let j=0;j<3;j++) { if (j===i) continue; n+=i*j } return n
// => 4

let n=0; do { n++; if (n===2) continue; if (n>4) break } while(n<10); return n
// => 5

const fs={}; for (const k of ['a','b']) { fs[k]=()=>k } return [fs.a(),fs.b()]
// => ["a","b"]

const fs=[]; for (let i=0;i<2;i++) { fs.push(()=>i++) } return [fs[0](),fs[0](),fs[1]()]
// => [0,1,1]

const f=()=>{ let r=[]; for (const x of [1,2,3]) { try { if (x===2) continue; r.push(x) } finally { r.push('f'+x) } } return r }; return f()
// => [1,"f1","f2",3,"f3"]

const f=()=>{ try { try { throw 1 } catch(e) { throw e+1 } finally { } } catch(e) { return e } }; return f()
// => 2

const f=()=>{ l: try { break l } finally { return 'f' } }; return f()
// => "f"

const x=1; { const x=2; var y=x } return y
// => 2

const f=function(){ return f.count=(f.count||0)+1 }; f(); return f()
// => 2

const a={v:1,get:()=>a.v,set(v){a.v=v;return this}}; return a.set(5).get()
// => 5

const counter=(()=>{let c=0;return {inc:()=>++c,get value(){return c}}})(); counter.inc(); return counter.value
// => 1

return [0,-0,+'',-'3',+true,+null,+undefined,+[],+[5],+{}].map(String)
// => ["0","0","0","-3","1","0","NaN","0","5","NaN"]

return ['10'/2,'a'*1,[]+[],[]*2,null+'x',true+true,'b'+'a'+ +'a'+'a']
// => [5,"<NaN>","",0,"nullx",2,"baNaNa"]

return [5%0,0/0,1/0,-1/0,2**0.5,7/2|0,~~-7.5,1e3,0b11,0o17]
// => ["<NaN>","<NaN>","<Infinity>","<-Infinity>",1.4142135623730951,3,-7,1000,3,15]

return [!!NaN,!!'0',!![],!!-0,!!function(){}, null||'a', 0??'b', ''||null||'c']
// => [false,true,true,false,true,"a",0,"c"]

return [[1,2,3].indexOf('2'),[NaN].includes(NaN),[NaN].indexOf(NaN),['a','b'].lastIndexOf('b')]
// => [-1,true,-1,1]

return [[3,2,1].some(x=>x>2),[].every(x=>false),[1,2,3].find(x=>x>5),[1,2,3].findIndex(x=>x===2),[[1,2],[3]].flatMap(x=>x)]
// => [true,true,"<undefined>",1,[1,2,3]]

return ['a-b_c'.replace(/[-_]/g,'.'),'abc'.replace('b',m=>m.toUpperCase()),'x1y22'.match(/\d+/g),'k=v'.split('='),'a1b2'.replace(/([a-z])(\d)/g,'$2$1')]
// => ["a.b.c","aBc",["1","22"],["k","v"],"1a2b"]

return [/^a.c$/i.test('ABC'),'2024-01-02'.match(/(\d+)-(\d+)/).slice(1,3),'aXbX'.split('X'),/(?<y>\d{4})/.exec('in 2024').groups.y]
// => [true,["2024","01"],["a","b",""],"2024"]

return ['abc'.slice(-2),'abc'.substring(2,0),'abc'.substr(1,1),' x '.trim(),'a,b,,c'.split(','),'abc'.charCodeAt(1),'z'.codePointAt(0),'ab'.padEnd(4,'-')]
// => ["bc","ab","b","x",["a","b","","c"],98,122,"ab--"]

return ['Hello'.split('').reverse().join(''),'hello world'.replace(/\b\w/g,c=>c.toUpperCase()),'fooBar'.replace(/([A-Z])/g,'-$1').toLowerCase()]
// => ["olleH","Hello World","foo-bar"]

return [Object.keys('ab'),Object.values({a:1,b:[2]}),Object.entries([7,8]),Object.is(NaN,NaN),Object.is(0,-0)]
// => [["0","1"],[1,[2]],[["0",7],["1",8]],true,false]

const o={b:2,a:1}; return [JSON.stringify(o,Object.keys(o).sort()),JSON.stringify(o,null,'\t'),JSON.stringify([undefined,function(){}]),JSON.stringify('q"\n')]
// => ["{\"a\":1,\"b\":2}","{\n\t\"b\": 2,\n\t\"a\": 1\n}","[null,null]","\"q\\\"\\n\""]

return [Math.ceil(1.2),Math.floor(-1.2),Math.sign(-3),Math.hypot(3,4),Math.abs(-2),Math.cbrt(27),Math.pow(2,3),Math.log2(8)]
// => [2,-2,-1,5,2,3,8,3]

return [(12.345).toFixed(1),(0.000001234).toString(),(1e21).toString(),(25).toString(2),(1234.5678).toFixed(2),Number('0x1f'),Number(' 12 '),parseFloat('3.14abc')]
// => ["12.3","0.000001234","1e+21","11001","1234.57",31,12,3.14]

return [new Date('2024-01-02T03:04:05Z').toISOString(),new Date(Date.UTC(2020,1,29)).getUTCDate(),new Date(0).getTime()]
// => ["2024-01-02T03:04:05.000Z",29,0]

const m=new Map([['a',1],['b',2]]); const o={}; m.forEach((v,k)=>o[k]=v); return [o,[...m].flat(),Array.from(m.values(),v=>v*2),new Map([...m].filter(([k])=>k==='b')).size]
// => [{"a":1,"b":2},["a",1,"b",2],[2,4],1]

const s=new Set('hello'); s.delete('l'); return [[...s].join(''),s.size,[...s.entries()][0]]
// => ["heo",3,["h","h"]]

function* fib(){let [a,b]=[0,1];for(;;){yield a;[a,b]=[b,a+b]}} const take=(n,it)=>{const r=[];for(const x of it){if(r.length===n)break;r.push(x)}return r}; return take(8,fib())
// => [0,1,1,2,3,5,8,13]

const it=(function*(){yield 1;yield 2})(); const a=[]; let r; while(!(r=it.next()).done) a.push(r.value); return a
// => [1,2]

const gen=function*(){ try { yield 1 } finally { } }; return [...gen()]
// => [1]

const tag=(s,...v)=>s.reduce((a,x,i)=>a+x+(v[i]??''),''); return tag`a${1}b${'c'}`
// => "a1bc"

const add=a=>b=>a+b; const inc=add(1); return [1,2].map(inc)
// => [2,3]

const debounce=(f)=>{let c;return (...a)=>{c=a;return f(...a)}}; return debounce(Math.max)(1,9,3)
// => 9

const bind=(f,...p)=>(...r)=>f(...p,...r); function s(...a){return a.join('')} return bind(s,'a','b')('c')
// => "abc"

const f=Math.max.bind(null,5); const g=[].concat.bind([1]); return [f(3),f(8),g([2],3)]
// => [5,8,[1,2,3]]

const o={f(a,b){return [this.k,a,b]},k:'K'}; const g=o.f.bind({k:'J'},1); return [g(2),o.f.call({k:'C'},3),Reflect.ownKeys(o)]
// => [["J",1,2],["C",3,"<undefined>"],["f","k"]]

const copy=structuredClone({a:[1,{b:2}]}); copy.a[1].b=3; return copy
// => {"a":[1,{"b":3}]}

const enumObj=Object.freeze({A:'a',B:'b'}); return Object.values(enumObj).includes('a')
// => true

const x=null; return [x?.a,x?.[0],x?.a.b.c,x?.a(),(x??{}).a, x?.a?.b ?? 'd']
// => ["<undefined>","<undefined>","<undefined>","<undefined>","<undefined>","d"]

const o={a:()=>null}; return [o.a()?.b,o.b?.()?.c,o?.a?.()]
// => ["<undefined>","<undefined>",null]

const f=()=>{ if (0) {} else if (1) { return 'e' } else { return 'x' } }; return f()
// => "e"

let a=1; { a=2; { let a=3; a++ } } const g=()=>a; a=9; return g()
// => 9

var q=1; (function(){ q=2; var q })(); return q
// => 1

return (function f(n){ return n?f(n-1)+n:0 })(10)
// => 55

return [..."𝒳y"].length+'𝒳'.length
// => 4

return [encodeURIComponent('a b&c'),decodeURIComponent('%20'),escape?1:0]
// => ["a%20b%26c"," ",1]

return Array.from('abc',(c,i)=>c+i).concat(Array.from(new Set([1,1])),Array.from({length:2}))
// => ["a0","b1","c2",1,"<undefined>","<undefined>"]

const arr=[5,1,4]; const sorted=[...arr].sort(); arr.reverse(); return [arr,sorted,arr.fill(0,1,2),arr.copyWithin?1:0]
// => [[4,0,5],[1,4,5],[4,0,5],1]

const a=[1,2,3,4]; a.splice(-1,1); a.unshift(0); const s=a.shift(); return [a,s,a.push(9),a.pop(),a.join('|')]
// => [[1,2,3],0,4,9,"1|2|3"]

return [[1,2,3].reduce((a,b)=>a+b),[[1,2],[3,4]].map(([a,b])=>({a,b})),[1,2,3].at(-1),[..."ab"].keys().next()]
// => [6,[{"a":1,"b":2},{"a":3,"b":4}],3,{"value":0,"done":false}]

try { [].reduce((a,b)=>a) } catch(e) { return e.name }
// => "TypeError"

const w=[]; const o={a:1,b:2}; Object.keys(o).forEach((k,i,all)=>w.push(k+i+all.length)); return w
// => ["a02","b12"]

const p={a:1}; const q={__proto__:p,b:2}; return [q.a,Object.keys(q),'a' in q,q.hasOwnProperty('a'),Object.hasOwn(q,'b')]
// => [1,["b"],true,false,true]

const p={}; const q={['__proto__']:p,b:2}; return [Object.keys(q),Object.getPrototypeOf(q)===p]
// => [["__proto__","b"],false]

class A{['comp'+'uted'](){return 1} static ['s'+1]=2; 'quoted name'(){return 3} 42(){return 4}} const a=new A(); return [a.computed(),A.s1,a['quoted name'](),a[42]()]
// => [1,2,3,4]

class Node1{constructor(v,n=null){this.v=v;this.n=n} *[Symbol.iterator](){let c=this;while(c){yield c.v;c=c.n}}} return [...new Node1(1,new Node1(2))]
// => [1,2]

class Temp{static from(o){return Object.assign(new Temp(),o)}} const t=Temp.from({x:1}); return [t.x,t instanceof Temp]
// => [1,true]

class Base{constructor(o){Object.assign(this,{a:1,...o})}} class D extends Base{constructor(o){super({b:2,...o});this.c=this.a+this.b}} return new D({b:5})
// => {"a":1,"b":5,"c":6}

class A{a(){return this.b()} b(){return 'A'}} class B extends A{b(){return 'B'+super.b()}} return new B().a()
// => "BA"

class A{static i=new A('s');constructor(n){this.n=n}} return A.i.n
// => "s"

class A{handler=()=>this.v; v=3} const {handler}=new A(); return handler()
// => 3

class A{get [Symbol.toStringTag](){return 'TAG'}} return Object.prototype.toString.call(new A())
// => "[object TAG]"

class A{valueOf(){return 5}} return [new A()+1,new A()>4,`${+new A()}`]
// => [6,true,"5"]

class Q{#items=[];enqueue(x){this.#items.push(x);return this} dequeue(){return this.#items.shift()} get size(){return this.#items.length}} const q=new Q().enqueue(1).enqueue(2); return [q.dequeue(),q.size,JSON.stringify(q),Object.keys(q)]
// => [1,1,"{}",[]]

const s1=Symbol.for('x'); return [s1===Symbol.for('x'),Symbol('a')===Symbol('a'),s1.description]
// => [true,false,"x"]

const o={a:1,get b(){return 2}}; return [{...o},Object.assign({},o),JSON.stringify(o),Object.entries(o)]
// => [{"a":1,"b":2},{"a":1,"b":2},"{\"a\":1,\"b\":2}",[["a",1],["b",2]]]

let s=0; for (const {a,b=2} of [{a:1},{a:2,b:3}]) s+=a*b; return s
// => 8

let r=[]; for (const [k,{v}] of Object.entries({x:{v:1},y:{v:2}})) r.push(k+v); return r
// => ["x1","y2"]

let x; const y=(x=5,x*2); return [x,y]
// => [5,10]

const big={}; for (let i=0;i<50;i++) big['k'+i]={i,sq:i*i}; return Object.values(big).filter(v=>v.i%10===0).map(v=>v.sq)
// => [0,100,400,900,1600]

const cidr=(b,n)=>Array.from({length:n},(_,i)=>b.replace('X',String(i))); return cidr('10.0.X.0/24',3)
// => ["10.0.0.0/24","10.0.1.0/24","10.0.2.0/24"]

const azs=['a','b','c']; const subnets=azs.map((az,i)=>({az,cidr:`10.0.${i*16}.0/20`})).filter(s=>s.az!=='b'); return subnets
// => [{"az":"a","cidr":"10.0.0.0/20"},{"az":"c","cidr":"10.0.32.0/20"}]

const merge=(...os)=>os.reduce((a,o)=>({...a,...o}),{}); return merge({a:1},{b:2},{a:3})
// => {"a":3,"b":2}

const policy=JSON.stringify({Version:'2012',Statement:[{Effect:'Allow',Action:['s3:*'],Resource:`arn:${'x'}/*`}]}); return JSON.parse(policy).Statement[0].Resource
// => "arn:x/*"

const indent=s=>s.split('\n').map(l=>l.trim()).filter(Boolean).join('\n'); return indent(`
  a
  b
`)
// => "a\nb"

const wait=async()=>1; return [wait() instanceof Promise, typeof wait().then]
// => [true,"function"]

return [isFinite(1/0),Number.isNaN('a'),isNaN(undefined),Number.EPSILON>0,Number.parseFloat('1.5')]
// => [false,false,true,true,1.5]

const a=1,b=2; return {a,b,['c']:a+b,d(){return 1}}.d()
// => 1

var undefined1; return [undefined1===void 0, undefined1==null]
// => [true,true]

return ((a,b=a*2,[c]=[b+1],{d}={d:c})=>[a,b,c,d])(1)
// => [1,2,3,3]

const o={x:{y:{}}}; o.x.y.z=o.x.y.z||{}; o.x.y.z.w=1; delete o.x.y.z.w; return o
// => {"x":{"y":{"z":{}}}}

if (1) var hoist=1; else var other=2; return [hoist,other]
// => [1,"<undefined>"]

function outer(){ function inner(){ return this===undefined } return inner() } return outer()
// => true

return [function(){}.name,(()=>{}).name,(class{}).name,(function named(){}).name]
// => ["","","","named"]

const fn=()=>{}; const {name,length}=fn; return [name,length]
// => ["fn",0]

return `${[]}|${{}}|${null}|${undefined}|${true}|${1.0}|${[1,[2]]}`
// => "|[object Object]|null|undefined|true|1|1,2"

return [Array.isArray([]),Array.isArray({length:0}),[] instanceof Array,({}) instanceof Object,(()=>{}) instanceof Function]
// => [true,false,true,true,true]

const d=new Date(2020,0,31); d.setMonth(1); return d.getDate()
// => 2

return ['b','a','C','A'].sort((a,b)=>a.localeCompare(b))
// => ["a","A","b","C"]

return [10,1,5].toSorted?[10,1,5].toSorted((a,b)=>a-b):[1,5,10]
// => [1,5,10]

const u=new URL('https://user@ex.com:8080/p/a?q=1#h'); return [u.hostname,u.port,u.pathname,u.searchParams.get('q')]
// => ["ex.com","8080","/p/a","1"]

return Buffer.from('hi').toString('base64')+Buffer.from('aGk=','base64').toString()
// => "aGk=hi"
